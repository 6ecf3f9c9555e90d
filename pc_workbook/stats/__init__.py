"""Methods on numbers and columns of numbers, each with its source. Nothing here has heard of a practice."""
