"""Words about the columns that an area has added to the program's lists."""

from typing import Final

NOTHING_ENTERED: Final = "Nothing is entered in them."


def own_columns_of(sheet: str) -> str:
    """Return the heading of a table with the own columns of a list.

    >>> own_columns_of("Actions")
    'Further columns of the sheet Actions'
    """
    return f"Further columns of the sheet {sheet}"
