"""Cell addresses: A1 to row and column (both from 1) and back."""

import re
from functools import cache

_CELL = r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})"  # compiled where an address is first read
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


@cache
def column_number(letters: str) -> int:
    """
    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@cache
def column_letters(number: int) -> str:
    """
    >>> column_letters(28)
    'AB'
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_address(row: int, column: int) -> str:
    """
    >>> cell_address(17, 6)
    'F17'
    """
    return f"{column_letters(column)}{row}"


def row_and_column(address: str) -> tuple[int, int]:
    """
    >>> row_and_column("$F$17")
    (17, 6)

    Raises ValueError when it is not the address of one cell.
    """
    match = re.fullmatch(_CELL, address)
    if match is None or int(match[2]) > LAST_ROW or column_number(match[1]) > LAST_COLUMN:
        raise ValueError(f"not a cell address: {address!r}")
    return int(match[2]), column_number(match[1])
