"""Numbers made from the model: ratios, gaps, RAG, progress, shares; one tidy table of them all.

Nothing here knows a heading or a cell. Each measure is one function that takes a value or a column of values.
"""
