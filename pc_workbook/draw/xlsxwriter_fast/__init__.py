"""The fast path of drawing: it uses private names of XlsxWriter, and tests hold it equal to the plain one byte for byte."""
