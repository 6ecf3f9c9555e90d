"""Files on disk: written whole or not at all, backed up first, and never over somebody else's work."""
