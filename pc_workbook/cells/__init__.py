"""Cell addresses, limits of a cell, and changes of cells: shared by tracker and ooxml."""
