"""Variation between practices, claims tested with the data, and intervals."""
