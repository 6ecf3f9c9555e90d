"""CQC ratings: counts, shares on both denominators, and how a rating compares with its goal."""
