"""Tests that need Excel itself run only where it is, and only when they are asked for: they drive a real Excel."""

import sys

import pytest

ASK = "needs Excel on Windows; run there: python -m pytest -m excel"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if sys.platform == "win32" and "excel" in config.getoption("markexpr"):
        return
    for item in items:
        if item.get_closest_marker("excel"):
            item.add_marker(pytest.mark.skip(reason=ASK))
