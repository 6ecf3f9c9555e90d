"""Parse the text of one cell: the whole text by a grammar, or an error that quotes it."""
