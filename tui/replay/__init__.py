"""The assessor's terminal: the operator's own screens on a recording, with a timeline."""
