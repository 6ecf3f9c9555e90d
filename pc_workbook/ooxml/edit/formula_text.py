"""Compare, move and redirect formulas as text.

There is no grammar: text in quotes is left unchanged, and the rest is matched by regular expressions.
"""

import re
from collections.abc import Callable

from pc_workbook.cells.addresses import LAST_COLUMN, LAST_ROW, column_letters, column_number, sheet_reference

_STRING = re.compile(r'("(?:[^"]|"")*")')
_PREFIX = re.compile(r"_XL(?:FN|WS|PM|UDF)\.")
_TABLE_BEFORE_BRACKET = re.compile(r"[^\W\d][\w.]*(?=\[)")
_CELL = r"(?<![\w.$!'\]])(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![\w.(!\[])"
_AFTER_SHEET = r"(?<=[!])(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![\w.(!\[])"


def _outside_strings(formula: str, change: Callable[[str], str]) -> str:
    pieces = _STRING.split(formula)
    return "".join(piece if number % 2 else change(piece) for number, piece in enumerate(pieces))


def normalised(formula: str) -> str:
    """Return a formula without what programs write differently: case, spaces, the prefixes of newer functions, quotes
    around sheet names, and the name of a table before a column in brackets.

    >>> normalised("1-tblActions[[#This Row],[Progress]]") == normalised("1 - [[#This Row],[Progress]]")
    True
    >>> normalised('_xlfn.LET(_xlpm.x,"a B",x)')
    'LET(X,"a B",X)'
    """
    return _outside_strings(formula, _normalised_words)


def _normalised_words(words: str) -> str:
    bare = re.sub(r"[\s']", "", words).upper()
    return _TABLE_BEFORE_BRACKET.sub("", _PREFIX.sub("", bare))


def moved(formula: str, rows: int, columns: int) -> str:
    """Return a formula as it is after filling it down and right, as in the cells of a shared formula.

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


def with_sheet_renamed(formula: str, sheet: str, other: str) -> str:
    """Return a formula whose references to one sheet point at another.

    >>> with_sheet_renamed("SUM('My plan'!A1:B2)+MyPlan!A1", "My plan", "Old")
    'SUM(Old!A1:B2)+MyPlan!A1'
    """
    quoted = "'" + sheet.replace("'", "''") + "'"
    forms = re.escape(quoted) + "|" + r"(?<![\w.'\]!])" + re.escape(sheet)
    pattern = re.compile(f"(?:{forms})!", re.IGNORECASE)
    return _outside_strings(formula, lambda words: pattern.sub(lambda _: sheet_reference(other) + "!", words))


def with_table_renamed(formula: str, table: str, other: str) -> str:
    """Return a formula whose references to one table point at another.

    >>> with_table_renamed("SUM(tblA[Cost])+tblAB[Cost]", "tblA", "tblA_kept")
    'SUM(tblA_kept[Cost])+tblAB[Cost]'
    """
    pattern = re.compile(r"(?<![\w.])" + re.escape(table) + r"(?![\w.!(])", re.IGNORECASE)
    return _outside_strings(formula, lambda words: pattern.sub(lambda _: other, words))
