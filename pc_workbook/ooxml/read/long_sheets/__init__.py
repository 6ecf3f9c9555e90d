"""The fast path for long sheets: cells are read by columns, without Python code for each cell.

sheet_parser.py is the plain path; tests/ooxml/test_cell_columns.py checks that both give the same.
"""
