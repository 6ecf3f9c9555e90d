"""The master workbook as data: what its lists are, what stands in them, and what is wrong with it."""
