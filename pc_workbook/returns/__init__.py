"""Locality managers' returns: handed out, filled in, read again, merged, and what was said kept."""
