"""Kits: reading, saving, new trackers from them, and upgrades."""
