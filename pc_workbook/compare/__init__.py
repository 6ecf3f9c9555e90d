"""Comparison of two trackers: what changed, in words."""
