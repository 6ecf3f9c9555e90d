"""VBA projects and ribbons: built from text, and read back."""
