"""A workbook that is open in Excel on Windows, worked on there by xlwings.

The drawn workbook is the one a file gets; Excel opens it hidden and copies its sheets across, so that what is
seen was tested. Nothing is saved: that stays with whoever is at the keyboard.
"""
