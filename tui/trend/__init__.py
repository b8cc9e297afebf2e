"""Trends: which tags, which stretch of time, which scale, and how they are drawn."""
