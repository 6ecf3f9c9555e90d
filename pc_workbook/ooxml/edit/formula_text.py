"""Formulas as text: what one says apart from how it is written, moved to another cell, or made to point at
another sheet or table. No grammar: text in quotes is left alone, and the rest is read word by word."""

import re
from collections.abc import Callable

from pc_workbook.cells.addresses import sheet_reference
from pc_workbook.ooxml.read.areas import LAST_COLUMN, LAST_ROW, column_letters, column_number

_STRING = re.compile(r'("(?:[^"]|"")*")')
_PREFIX = re.compile(r"_XL(?:FN|WS|PM|UDF)\.")
_TABLE_BEFORE_BRACKET = re.compile(r"[^\W\d][\w.]*(?=\[)")
_CELL = r"(?<![\w.$!'\]])(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![\w.(!\[])"
_AFTER_SHEET = r"(?<=[!])(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![\w.(!\[])"


def _outside_strings(formula: str, change: Callable[[str], str]) -> str:
    pieces = _STRING.split(formula)
    return "".join(piece if place % 2 else change(piece) for place, piece in enumerate(pieces))


def spoken(formula: str) -> str:
    """The formula without what programs write differently: capitals, spaces, the prefixes of newer
    functions, quotes round sheet names, and the table's own name before a column in brackets.

    >>> spoken("1-tblActions[[#This Row],[Progress]]") == spoken("1 - [[#This Row],[Progress]]")
    True
    >>> spoken('_xlfn.LET(_xlpm.x,"a B",x)')
    'LET(X,"a B",X)'
    """
    return _outside_strings(formula, _spoken_words)


def _spoken_words(words: str) -> str:
    bare = re.sub(r"[\s']", "", words).upper()
    return _TABLE_BEFORE_BRACKET.sub("", _PREFIX.sub("", bare))


def moved(formula: str, rows: int, columns: int) -> str:
    """What a formula becomes when it is filled down or right, as the members of a shared formula are.

    >>> moved("A1*$B$2+SUM(C:C)", 2, 1)
    'B3*$B$2+SUM(C:C)'
    """

    def shift(match: re.Match[str]) -> str:
        row = int(match[4]) if match[3] else int(match[4]) + rows
        column = column_number(match[2]) if match[1] else column_number(match[2]) + columns
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            return "#REF!"
        return f"{match[1]}{column_letters(column)}{match[3]}{row}"

    return _outside_strings(formula, lambda words: re.sub(_AFTER_SHEET, shift, re.sub(_CELL, shift, words)))


def sheet_pointed_elsewhere(formula: str, sheet: str, other: str) -> str:
    """
    >>> sheet_pointed_elsewhere("SUM('My plan'!A1:B2)+MyPlan!A1", "My plan", "Old")
    'SUM(Old!A1:B2)+MyPlan!A1'
    """
    quoted = "'" + sheet.replace("'", "''") + "'"
    forms = re.escape(quoted) + "|" + r"(?<![\w.'\]!])" + re.escape(sheet)
    pattern = re.compile(f"(?:{forms})!", re.IGNORECASE)
    return _outside_strings(formula, lambda words: pattern.sub(lambda _: sheet_reference(other) + "!", words))


def table_pointed_elsewhere(formula: str, table: str, other: str) -> str:
    """
    >>> table_pointed_elsewhere("SUM(tblA[Cost])+tblAB[Cost]", "tblA", "tblA_kept")
    'SUM(tblA_kept[Cost])+tblAB[Cost]'
    """
    pattern = re.compile(r"(?<![\w.])" + re.escape(table) + r"(?![\w.!(])", re.IGNORECASE)
    return _outside_strings(formula, lambda words: pattern.sub(lambda _: other, words))
