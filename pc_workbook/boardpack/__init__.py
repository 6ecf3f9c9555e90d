"""The board pack: a workbook, a PDF and an accessible edition for one meeting."""
