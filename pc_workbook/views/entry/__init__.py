"""The sheets that people type into."""
