"""The industrial penicillin fermenter of 100 m3: a structured mould with its own gas and heat."""
