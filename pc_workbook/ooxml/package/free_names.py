"""Names and numbers that are free: of parts that are there, and of those that something only points at or speaks of.

A relation or a declaration may name a part that is absent. A new part of that name would hang on somebody's sheet.
"""

import posixpath
from collections.abc import Collection, Iterable, Iterator
from typing import Final
from urllib.parse import unquote

_UNUSUAL: Final = ("%", "\\", "//", "/.")
MOST_SHEETS: Final = 65_534  # the last number of a sheet
MOST_IDS: Final = 2**31 - 1
MOST_NUMBER_FORMATS: Final = 65_534


def next_number(used: Collection[int], most: int, first: int = 1) -> int:
    """Return the number after the largest in use; where that is past the limit, the smallest that is free.

    >>> next_number({1, 2, 7}, 100), next_number({1, 2, 100}, 100), next_number((), 100)
    (8, 3, 1)
    """
    after = max(used, default=first - 1) + 1
    if first <= after <= most:
        return after
    taken = set(used)
    return next(number for number in range(first, most + 2) if number not in taken)


def spellings(name: str) -> Iterator[str]:
    """Yield what a part's name means to one reader or another: folded, without its leading slash, unquoted.

    >>> sorted(spellings("/XL/drawings/drawing%31.xml"))
    ['xl/drawings/drawing%31.xml', 'xl/drawings/drawing1.xml']
    """
    if not name.startswith(".") and not any(one in name for one in _UNUSUAL):  # as nearly every program writes
        yield name.lstrip("/").casefold()
        return
    plain = name.replace("\\", "/")
    for spelled in dict.fromkeys((plain, unquote(plain))):
        yield posixpath.normpath("/" + spelled).lstrip("/").casefold()


def folders_of(names: Iterable[str]) -> Iterator[str]:
    """Yield the folders that parts lie in, folded: no part may have the name of one.

    >>> list(folders_of(["/XL/media/image1.png", "/a.xml"]))
    ['xl/media', 'xl']
    """
    for name in names:
        folder = posixpath.dirname(name.lstrip("/"))  # the folder of "/" is "/" again, without end
        while folder:
            yield folder.casefold()
            folder = posixpath.dirname(folder)
