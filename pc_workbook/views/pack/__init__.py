"""The sheets that only a board pack has."""
