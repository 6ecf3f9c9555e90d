"""Accessibility of finished workbooks, of this program or any other: the checklist and the reader it uses."""
