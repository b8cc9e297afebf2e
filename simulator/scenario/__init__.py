"""Untrusted text becomes objects."""
