"""Build VBA projects and ribbons from text, and read them back."""
