"""What we track: values that are frozen, compared by content and valid from birth.

No headings, no cells, no tables: a practice is a practice wherever it was typed.
"""
