"""The fast path for long sheets: cells read by columns, without a Python call for each cell."""
