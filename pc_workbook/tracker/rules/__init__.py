"""Rules that must hold between cells that are each valid on their own."""
