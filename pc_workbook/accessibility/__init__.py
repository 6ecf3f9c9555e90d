"""Whether a finished workbook, ours or anybody's, can be read by everyone: the checklist and what it looks at."""
