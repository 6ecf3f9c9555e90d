"""Where a workbook lives: a file on disk, an open Excel, the web. Each reads it and puts the drawn sheets into it."""
