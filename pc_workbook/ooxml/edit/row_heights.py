"""How tall a row must be for words that wrap. Excel keeps the height that is stored until somebody types in the row,
so one that was made for other words would cut these. An estimate: a line too many does no harm."""

from math import ceil
from typing import Final

ONE_LINE: Final = 15.0  # points
USUAL_WIDTH: Final = 8.43  # characters
TALLEST: Final = 409.0
LINE: Final = 13.0
LOST_TO_BREAKS: Final = 1.1  # words are not cut, so lines end early


def height_of(text: str, width: float) -> float:
    """
    >>> height_of("Done", 60), height_of("word " * 40, 36), height_of("two\\nlines", 60)
    (15.0, 93.0, 28.0)
    """
    room = max(width - 1, 1)
    lines = sum(max(1, ceil(len(line) * LOST_TO_BREAKS / room)) for line in text.split("\n"))
    return min(TALLEST, ONE_LINE + LINE * (lines - 1))
