"""The fast path of drawing: whole rows by XlsxWriter's private names. tests/golden checks that it equals the public API."""
