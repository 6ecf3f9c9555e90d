"""What each edition of a pack may show: whom a row goes to, which numbers are kept back, and the figures told again."""
