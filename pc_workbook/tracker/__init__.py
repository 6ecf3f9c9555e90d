"""The master workbook as data: what its lists are, what they contain, and what is wrong with it."""
