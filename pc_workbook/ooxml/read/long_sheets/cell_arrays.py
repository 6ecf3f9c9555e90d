"""The cells of some rows of a very long sheet, taken apart by numpy: no Python runs for a cell.

What a cell says, from the end of its address to the next cell, is compared eight bytes at a time, and each different
thing is cut out once. What it means is for the caller; where addresses are not plain and in order, it says None.
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
_LONGEST = 48  # bytes that a cell may say: a number of seventeen digits and its format take thirty
_MOST_DIGITS = 7  # of a row's number
_LARGEST_STEP = BLANK_ROWS << 14  # from cell to cell
_MIX = np.uint64(0x9E3779B97F4A7C15)

Places = NDArray[np.int64]
Words = NDArray[np.uint64]


class ColumnOfRows(NamedTuple):
    """One column of some rows: the rows of its cells, and for each the number of what it says."""

    column: int
    rows: Places
    codes: Places
    said: tuple[bytes, ...]  # each different thing once, as it is written after the address

    @property
    def first_row(self) -> int:
        return int(self.rows[0])

    def numbers(self, of_said: Sequence[int], above: int) -> bytes:
        """A number a row, from the row below `above` to the last of these, as an array of "I" holds them; 0 where
        there is no cell. `of_said`: the number of each thing said."""
        spread = np.zeros(int(self.rows[-1]) - above, np.uint32)
        spread[self.rows - above - 1] = np.array(of_said, np.uint32)[self.codes]
        return spread.tobytes()


class _Cells(NamedTuple):
    """Cells in the order they are written: where each stands in the sheet, and from where to where it speaks."""

    rows: Places
    columns: Places
    starts: Places
    ends: Places


def columns_of(text: bytes) -> Iterator[ColumnOfRows] | None:
    """The columns of whole rows, from left to right; None where a cell is written in another way."""
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
    place = _places(buffer, addresses)
    if place is None or not _all_start(text, starts):
        return None
    rows, columns, said_from = place
    steps = np.diff((rows << 14) + columns)
    is_usual = not len(steps) or (steps.min() > 0 and steps.max() < _LARGEST_STEP)
    return _Cells(rows, columns, said_from, ends) if is_usual and (ends - said_from).max() <= _LONGEST else None


def _all_start(text: bytes, places: Places) -> bool:
    wanted = np.uint64(int.from_bytes(_CELL, "little"))
    return bool(((_every_word(text)[places] & _mask(len(_CELL))) == wanted).all())


def _places(buffer: NDArray[np.uint8], at: Places) -> tuple[Places, Places, Places] | None:
    """Row, column, and where the address is over; None unless each is letters, digits and a quote."""
    columns = buffer[at].astype(np.int64) - 64
    at, letter = at + 1, buffer[at + 1]
    while (more := letter > 64).any():
        columns[more] = columns[more] * 26 + letter[more] - 64
        at = at + more
        letter = buffer[at]
    rows = np.zeros_like(at)
    for _ in range(_MOST_DIGITS):
        digit = letter - np.uint8(48)  # anything below "0" becomes large
        told = digit <= 9
        rows = np.where(told, rows * 10 + digit, rows)
        at = at + told
        letter = buffer[at]
        if not told.any():
            break
    plain = (letter == ord('"')).all() and (rows > 0).all() and (columns > 0).all() and (columns < 1 << 14).all()
    return (rows, columns, at + 1) if plain else None


def _by_column(text: bytes, cells: _Cells) -> Iterator[ColumnOfRows]:
    for column in np.flatnonzero(np.bincount(cells.columns)).tolist():
        here = np.flatnonzero(cells.columns == column)
        starts, ends = cells.starts[here], cells.ends[here]
        first, codes = _told_apart(_words(text, starts, ends - starts))
        cuts = zip(starts[first].tolist(), ends[first].tolist(), strict=True)
        yield ColumnOfRows(column, cells.rows[here], codes, tuple([text[start:end] for start, end in cuts]))


def _words(text: bytes, starts: Places, lengths: Places) -> list[Words]:
    """What each cell says, as words of eight bytes, those beyond its end taken as nothing."""
    every, longest, shortest = _every_word(text), int(lengths.max()), int(lengths.min())
    found = []
    for begin in range(0, longest, _WORD):
        words = every[starts + begin]
        if shortest < begin + _WORD:
            words &= _MASKS[np.clip(lengths - begin, 0, _WORD)]
        found.append(words)
    return found


def _told_apart(words: list[Words]) -> tuple[Places, Places]:
    """For each different thing a cell that says it, and for each cell the number of what it says."""
    if all((word == word[0]).all() for word in words):
        return np.zeros(1, np.int64), np.zeros(len(words[0]), np.int64)
    mixed = words[0] * _MIX
    for word in words[1:]:
        mixed = (mixed ^ (mixed >> np.uint64(29)) ^ word) * _MIX
    _, first, codes = np.unique(mixed, return_index=True, return_inverse=True)
    if not all((word == word[first][codes]).all() for word in words):  # two things mixed to one number
        _, first, codes = np.unique(np.stack(words, axis=1), axis=0, return_index=True, return_inverse=True)
    return first, codes.reshape(-1)


def _every_word(text: bytes) -> Words:
    """The eight bytes from each place on, without a copy."""
    return np.ndarray((len(text) - _WORD + 1,), "<u8", text, strides=(1,))


def _mask(size: int) -> np.uint64:
    return np.uint64((1 << 8 * size) - 1)


_MASKS = np.array([_mask(size) for size in range(_WORD + 1)])


T = TypeVar("T")


def made_ahead(things: Iterator[T]) -> Generator[T, None, None]:
    """The same things in the same order, one made ahead by a thread; what goes wrong there is raised here.

    Close it when you stop before the end, so that the thread ends as well.

    >>> list(made_ahead(iter("abc")))
    ['a', 'b', 'c']
    """
    with ThreadPoolExecutor(1) as elsewhere:
        coming = elsewhere.submit(_first, things)
        while thing := coming.result():
            coming = elsewhere.submit(_first, things)
            yield thing[0]


def _first(things: Iterator[T]) -> list[T]:
    """The next thing, or nothing when there is no more."""
    return list(islice(things, 1))
