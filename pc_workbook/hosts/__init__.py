"""Hosts: a workbook as a file on disk, in memory or open in Excel. Each reads it and inserts drawn sheets into it."""
