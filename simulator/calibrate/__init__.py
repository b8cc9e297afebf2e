"""A culture fitted to the data of a batch: the data, the runs beside them, and the estimate."""
