"""A campaign: many batches in one plant, as events; what waits for what, and what becomes of it."""
