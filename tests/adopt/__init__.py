"""Adopting an existing workbook: proposals, mappings, filling, and the next month."""
