"""A workbook that is open in Excel on Windows, changed there by xlwings.

The same workbook is drawn as for a file. Excel opens it hidden and copies its sheets into the open workbook, so the
result is the one that was tested. Nothing is saved: that is left to the user.
"""
