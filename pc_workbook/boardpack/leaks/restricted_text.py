"""One thing that must not be in a file, and how its place in the tracker is told."""

from collections.abc import Iterator
from typing import NamedTuple

from pc_workbook.tracker.snapshot import SheetCells


class Secret(NamedTuple):
    """One thing that must not be in a file. `about` says where it stands in the tracker, and nothing of what it says.

    `text` is looked for anywhere, `words` on their own, both unless they may be shown elsewhere; `names` on their own,
    and `quotes` anywhere, whatever else may be shown; `number` in a row that names one of `whose` and, unless it is
    telling by itself, one of `labels`.
    """

    about: str
    text: str = ""
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    number: float | None = None
    whose: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def is_telling(self) -> bool:
        """Whether the number is hardly met by chance in a row of the same organisation."""
        return self.number is not None and (abs(self.number) >= 1000 or round(self.number, 1) != self.number)


class Secrets(NamedTuple):
    """What must not be in a file, the texts that may be, and the program's own, which name nobody."""

    secrets: tuple[Secret, ...]
    permitted: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


def strings_of(sheet: SheetCells) -> Iterator[tuple[int, int, str]]:
    """Every text of a sheet with its row and column."""
    for place, column in enumerate(sheet.columns):
        texts = {n for n, value in enumerate(column.values) if isinstance(value, str)}
        for row, code in enumerate(column.codes, start=1):
            if code in texts:
                yield row, place + sheet.first_column, str(column.values[code])
