"""docs/verified.md says what was seen in Excel: it names each test that needs Excel, and no test that is not there."""

import re

from tests.support import PROJECT


def test_every_test_that_needs_excel_is_on_the_page_and_no_other() -> None:
    page = (PROJECT / "docs" / "verified.md").read_text("utf-8")
    tests = (PROJECT / "tests" / "excel" / "test_excel_itself.py").read_text("utf-8")
    there = re.findall(r"^def (test_\w+)", tests, re.MULTILINE)
    named = re.findall(r"`(test_\w+?)(?:\.\.\.)?`", page)
    assert all(any(name.startswith(start) for name in there) for start in named)
    assert all(any(name.startswith(start) for start in named) for name in there)
