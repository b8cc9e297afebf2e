"""Looks back on a session: score, marks, debrief, other ways it could have gone."""
