"""Every figure of a tracker as one row of one tidy table."""
