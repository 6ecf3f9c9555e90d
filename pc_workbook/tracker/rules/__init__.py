"""Rules that apply between cells that are each valid on their own."""
