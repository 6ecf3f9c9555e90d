"""The lists of a tracker: the catalogue of their columns, where they are found, and how their rows are read."""
