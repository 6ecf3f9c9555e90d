"""Disclosure control: what an audience may see of a tracker, and which numbers must be suppressed."""
