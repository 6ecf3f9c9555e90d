"""Split rows of a very long sheet into cells with numpy.

The content of a cell, from the end of its address to the next cell, is compared eight bytes at a time, and each distinct
content is cut out once. Parsing it is up to the caller. Rows in another layout give None.
"""

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from pc_workbook.tracker.snapshot import BLANK_ROWS

_CELL = b'<c r="'
_WORD = 8  # bytes
_LONGEST = 48  # bytes of a cell's content: a number of 17 digits with its format takes 30
_MOST_DIGITS = 7  # of a row number
_LARGEST_STEP = BLANK_ROWS << 14  # between two cells, as row and column in one number
_MIX = np.uint64(0x9E3779B97F4A7C15)

Positions = NDArray[np.int64]
Words = NDArray[np.uint64]


class ColumnOfRows(NamedTuple):
    """The cells of one column in some rows: for each its row and the code of its content."""

    column: int
    rows: Positions
    codes: Positions
    contents: tuple[bytes, ...]  # distinct contents as written after the address; a code is an index of these

    @property
    def first_row(self) -> int:
        return int(self.rows[0])

    def numbers(self, content_numbers: Sequence[int], above: int) -> bytes:
        """Return a number for each row, from the row below `above` to the last one, as the bytes of an array("I").

        `content_numbers` are those of the distinct contents; a row without a cell gets 0.
        """
        spread = np.zeros(int(self.rows[-1]) - above, np.uint32)
        spread[self.rows - above - 1] = np.array(content_numbers, np.uint32)[self.codes]
        return spread.tobytes()


class _Cells(NamedTuple):
    """Cells in stored order: row, column, and start and end of their content in the text."""

    rows: Positions
    columns: Positions
    starts: Positions
    ends: Positions


def columns_of(text: bytes) -> Iterator[ColumnOfRows] | None:
    """Return the columns of whole rows, from left to right; None where a cell has another layout."""
    padded = text + bytes(_LONGEST + _WORD)
    cells = _cells(padded)
    return None if cells is None else _by_column(padded, cells)


def _cells(text: bytes) -> _Cells | None:
    buffer = np.frombuffer(text, np.uint8)
    tags = np.flatnonzero(buffer == ord("<"))
    follows = buffer[tags + 1]
    starts = tags[follows == ord("c")]
    closing = tags[follows == ord("/")]
    row_ends = closing[buffer[closing + 2] == ord("r")]
    others = np.count_nonzero(follows == ord("v")) + np.count_nonzero(follows == ord("r"))
    if len(starts) + len(closing) + others != len(tags):
        return None  # a comment, a prefix, a formula
    if not len(starts) or not len(row_ends) or starts[-1] > row_ends[-1]:
        return None
    addresses = starts + len(_CELL)
    ends = np.minimum(np.append(starts[1:], row_ends[-1]), row_ends[np.searchsorted(row_ends, starts)])
    addressed = _addressed(buffer, addresses)
    if addressed is None or not _all_start(text, starts):
        return None
    rows, columns, content_starts = addressed
    steps = np.diff((rows << 14) + columns)
    is_usual = not len(steps) or (steps.min() > 0 and steps.max() < _LARGEST_STEP)
    return (
        _Cells(rows, columns, content_starts, ends) if is_usual and (ends - content_starts).max() <= _LONGEST else None
    )


def _all_start(text: bytes, places: Positions) -> bool:
    wanted = np.uint64(int.from_bytes(_CELL, "little"))
    return bool(((_every_word(text)[places] & _mask(len(_CELL))) == wanted).all())


def _addressed(buffer: NDArray[np.uint8], at: Positions) -> tuple[Positions, Positions, Positions] | None:
    """Return rows, columns and the ends of addresses; None unless each address is letters, digits and a quote."""
    columns = buffer[at].astype(np.int64) - 64
    at, letter = at + 1, buffer[at + 1]
    while (more := letter > 64).any():
        columns[more] = columns[more] * 26 + letter[more] - 64
        at = at + more
        letter = buffer[at]
    rows = np.zeros_like(at)
    for _ in range(_MOST_DIGITS):
        digit = letter - np.uint8(48)  # a character below "0" wraps round to a large number
        is_digit = digit <= 9
        rows = np.where(is_digit, rows * 10 + digit, rows)
        at = at + is_digit
        letter = buffer[at]
        if not is_digit.any():
            break
    is_plain = (letter == ord('"')).all() and (rows > 0).all() and (columns > 0).all() and (columns < 1 << 14).all()
    return (rows, columns, at + 1) if is_plain else None


def _by_column(text: bytes, cells: _Cells) -> Iterator[ColumnOfRows]:
    for column in np.flatnonzero(np.bincount(cells.columns)).tolist():
        here = np.flatnonzero(cells.columns == column)
        starts, ends = cells.starts[here], cells.ends[here]
        first, codes = _distinct(_words(text, starts, ends - starts))
        cuts = zip(starts[first].tolist(), ends[first].tolist(), strict=True)
        yield ColumnOfRows(column, cells.rows[here], codes, tuple([text[start:end] for start, end in cuts]))


def _words(text: bytes, starts: Positions, lengths: Positions) -> list[Words]:
    """Return the content of each cell as words of eight bytes, with zeros after its end."""
    every, longest, shortest = _every_word(text), int(lengths.max()), int(lengths.min())
    columns_of_words = []
    for begin in range(0, longest, _WORD):
        words = every[starts + begin]
        if shortest < begin + _WORD:
            words &= _MASKS[np.clip(lengths - begin, 0, _WORD)]
        columns_of_words.append(words)
    return columns_of_words


def _distinct(words: list[Words]) -> tuple[Positions, Positions]:
    """Return a cell for each distinct content, and the code of each cell's content."""
    if all((word == word[0]).all() for word in words):
        return np.zeros(1, np.int64), np.zeros(len(words[0]), np.int64)
    mixed = words[0] * _MIX
    for word in words[1:]:
        mixed = (mixed ^ (mixed >> np.uint64(29)) ^ word) * _MIX
    _, first, codes = np.unique(mixed, return_index=True, return_inverse=True)
    if not all((word == word[first][codes]).all() for word in words):  # two contents have the same hash
        _, first, codes = np.unique(np.stack(words, axis=1), axis=0, return_index=True, return_inverse=True)
    return first, codes.reshape(-1)


def _every_word(text: bytes) -> Words:
    """Return the eight bytes from each position, without a copy."""
    return np.ndarray((len(text) - _WORD + 1,), "<u8", text, strides=(1,))


def _mask(size: int) -> np.uint64:
    return np.uint64((1 << 8 * size) - 1)


_MASKS = np.array([_mask(size) for size in range(_WORD + 1)])


T = TypeVar("T")


def prefetched(items: Iterator[T]) -> Generator[T, None, None]:
    """Yield the same items, each prepared by a second thread while the one before is in use; its exceptions are raised here.

    Close it if you stop before the end, so that the thread ends too.

    >>> list(prefetched(iter("abc")))
    ['a', 'b', 'c']
    """
    with ThreadPoolExecutor(1) as executor:
        following = executor.submit(_first, items)
        while item := following.result():
            following = executor.submit(_first, items)
            yield item[0]


def _first(items: Iterator[T]) -> list[T]:
    """Return the next item in a list, an empty list at the end."""
    return list(islice(items, 1))
