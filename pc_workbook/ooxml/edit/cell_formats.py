"""Choose the cell format that a value needs: dates display as dates, and text stays text when it is edited.

A text that begins with = + - or @ is stored as text either way; but when somebody edits the cell, Excel turns it into a
formula unless the format has the quote prefix that a typed apostrophe sets.
"""

import copy
import re
from datetime import date, datetime
from typing import Final

from pc_workbook.ooxml.edit.cell_value import Value
from pc_workbook.ooxml.package.styles import StyleTable
from pc_workbook.ooxml.package.xml import Element, is_true, remove_attribute

_BUILT_IN_DATES: Final = frozenset(map(str, [*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)]))
_DAY, _DAY_AND_TIME = "14", "22"  # built in, displayed in the style of the reader's country
_BUILT_IN: Final = {"General": "0", "@": "49"}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_LOOKS_LIKE_A_FORMULA: Final = ("=", "+", "-", "@")


def shows_date(format_code: str) -> bool:
    """Return whether a format displays a number as a date, a time or an elapsed time.

    >>> shows_date("dd/mm/yyyy"), shows_date('0.0" days"'), shows_date("[Red]0.00")
    (True, False, False)
    """
    return re.search(r"[dmyhs]", _LITERAL.sub("", format_code), re.IGNORECASE) is not None


class CellFormats:
    """The cell formats of one workbook; new ones are added to its styles."""

    def __init__(self, styles: StyleTable) -> None:
        self.styles = styles

    def fitting(self, value: Value, style: int) -> int:
        """Return the format for a value in a cell with the format `style`: usually the same one."""
        if isinstance(value, date) and not self._is_date(style):
            whole = not isinstance(value, datetime) or value.time() == datetime.min.time()
            number = _DAY if whole else _DAY_AND_TIME
            return self._varied(style, {"numFmtId": number, "applyNumberFormat": "1", "quotePrefix": None})
        if isinstance(value, str) and value.startswith(_LOOKS_LIKE_A_FORMULA):
            return self._varied(style, {"quotePrefix": "1"})
        if value is not None and not isinstance(value, str):
            return self._varied(style, {"quotePrefix": None})
        return style

    def with_number_format(self, style: int, code: str) -> int:
        """Return the format that differs from `style` in its number format only."""
        number = _BUILT_IN.get(code) or self.styles.number_format(code)
        return self._varied(style, {"numFmtId": number, "applyNumberFormat": "1"})

    def wraps(self, style: int) -> bool:
        """Return whether text wraps in a cell of this format."""
        record = self._record(style)
        return record is not None and any(is_true(child.get("wrapText")) for child in record)

    def _record(self, style: int) -> Element | None:
        records = self.styles.records("cellXfs")
        return records[style] if style < len(records) else None

    def _is_date(self, style: int) -> bool:
        record = self._record(style)
        number = "0" if record is None else record.get("numFmtId", "0")
        code = self.styles.number_format_code(number)
        return number in _BUILT_IN_DATES if code is None else shows_date(code)

    def _varied(self, style: int, changes: dict[str, str | None]) -> int:
        record = self._record(style)
        if record is None or all(record.get(name) == value for name, value in changes.items()):
            return style
        varied = copy.deepcopy(record)
        for name, value in changes.items():
            if value is None:
                remove_attribute(varied, name)
            else:
                varied.set(name, value)
        return self.styles.index_of("cellXfs", varied)
