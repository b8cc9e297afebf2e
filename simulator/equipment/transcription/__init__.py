"""RNA in the test tube: the reactor, its reagents and their ions."""
