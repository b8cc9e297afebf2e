"""What the terminal knows of alarms apart from pages: marks, rows, floods, figures, the horn."""
