"""The fast path of drawing: whole rows by XlsxWriter's private names. tests/golden holds it equal to the public API."""
