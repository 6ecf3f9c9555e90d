"""Two editions of the tracker, held against each other: what moved, in words."""
