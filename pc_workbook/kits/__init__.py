"""Kits: the plan of an area as data, from which a new tracker is made."""
