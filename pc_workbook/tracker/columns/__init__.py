"""The fast path for long lists: each different cell of a column is read once."""
