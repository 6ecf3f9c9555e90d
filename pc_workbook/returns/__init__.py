"""Returns of locality managers: handed out, filled in, read, merged and recorded."""
