"""Cell addresses: A1 to row and column (both from 1) and back, and references with the name of the sheet."""

import re
from functools import cache

_PLAIN_SHEET_NAME = r"[A-Za-z_][A-Za-z0-9_.]*"
_CELL_OR_R1C1 = r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]?\d*|[Cc]\d*"
_CELL = r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})"  # compiled where an address is first read
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


@cache
def column_number(letters: str) -> int:
    """Return the number of a column, from 1.

    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@cache
def column_letters(number: int) -> str:
    """Return the letters of a column, which is counted from 1.

    >>> column_letters(28)
    'AB'
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_address(row: int, column: int) -> str:
    """Return the address of a cell, row and column counted from 1.

    >>> cell_address(17, 6)
    'F17'
    """
    return f"{column_letters(column)}{row}"


def row_and_column(address: str) -> tuple[int, int]:
    """Return row and column of an address, both from 1. Raises ValueError when it is not the address of one cell.

    >>> row_and_column("$F$17")
    (17, 6)
    """
    match = re.fullmatch(_CELL, address)
    if match is None or int(match[2]) > LAST_ROW or column_number(match[1]) > LAST_COLUMN:
        raise ValueError(f"not a cell address: {address!r}")
    return int(match[2]), column_number(match[1])


def sheet_reference(sheet: str) -> str:
    """Return the name of a sheet as a formula writes it: in quotation marks where it needs them, apostrophes doubled.

    >>> sheet_reference("Dashboard"), sheet_reference("Mo's plan"), sheet_reference("AB12")
    ('Dashboard', "'Mo''s plan'", "'AB12'")
    """
    if re.fullmatch(_PLAIN_SHEET_NAME, sheet) and not re.fullmatch(_CELL_OR_R1C1, sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


def cell_reference(sheet: str, cell: str) -> str:
    """Return the reference to a cell, or to a range, as Excel writes it.

    >>> cell_reference("Action progress", "C7"), cell_reference("Actions", "B2"), cell_reference("O'Brien's", "A1:B3")
    ("'Action progress'!C7", 'Actions!B2', "'O''Brien''s'!A1:B3")
    """
    return f"{sheet_reference(sheet)}!{cell}"
