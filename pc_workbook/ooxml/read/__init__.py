"""Read the cells of a workbook's sheets."""
