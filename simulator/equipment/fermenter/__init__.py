"""The fermenter: a bioreactor for microbes."""
