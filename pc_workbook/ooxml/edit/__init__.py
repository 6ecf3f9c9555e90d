"""Change cells of a user's workbook in place, and add rows to its list objects."""
