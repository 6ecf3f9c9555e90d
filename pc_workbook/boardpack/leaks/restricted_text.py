"""Records of what must not be in a file, with its place in the tracker."""

from collections.abc import Iterator
from typing import NamedTuple

from pc_workbook.tracker.snapshot import SheetCells


class RestrictedText(NamedTuple):
    """One thing that must not be in a file. `about` gives its place in the tracker, and nothing of its content.

    `text` is searched for anywhere, `words` as separate words, both unless they may be shown elsewhere; `names` as
    separate words and `quotes` anywhere, whatever may be shown elsewhere; `number` in a row that names one of `whose`
    and, unless it is telling by itself, one of `labels`.
    """

    about: str
    text: str = ""
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    number: float | None = None
    owners: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def is_telling(self) -> bool:
        """Return whether the number is hardly met by chance in a row of the same organisation."""
        return self.number is not None and (abs(self.number) >= 1000 or round(self.number, 1) != self.number)


class RestrictedTexts(NamedTuple):
    """What must not be in a file, the texts that may be, and the program's own texts."""

    secrets: tuple[RestrictedText, ...]
    permitted: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


def sheet_texts(sheet: SheetCells) -> Iterator[tuple[int, int, str]]:
    """Yield every text of a sheet with its row and column."""
    for place, column in enumerate(sheet.columns):
        texts = {n for n, value in enumerate(column.values) if isinstance(value, str)}
        for row, code in enumerate(column.codes, start=1):
            if code in texts:
                yield row, place + sheet.first_column, str(column.values[code])
