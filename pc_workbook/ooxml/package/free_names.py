"""Find part names and numbers that are not in use.

A relation or a declaration may name a part that is absent. A new part of that name would become part of the sheet
whose relation names it, so such names count as used.
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
    """Yield the spellings under which readers may know a part: case-folded, without leading slash, percent-decoded.

    >>> sorted(spellings("/XL/drawings/drawing%31.xml"))
    ['xl/drawings/drawing%31.xml', 'xl/drawings/drawing1.xml']
    """
    if not name.startswith(".") and not any(mark in name for mark in _UNUSUAL):  # as nearly every program writes names
        yield name.lstrip("/").casefold()
        return
    plain = name.replace("\\", "/")
    for spelling in dict.fromkeys((plain, unquote(plain))):
        yield posixpath.normpath("/" + spelling).lstrip("/").casefold()


def folders_of(names: Iterable[str]) -> Iterator[str]:
    """Yield the folders of parts, case-folded: no part may have the name of a folder.

    >>> list(folders_of(["/XL/media/image1.png", "/a.xml"]))
    ['xl/media', 'xl']
    """
    for name in names:
        folder = posixpath.dirname(
            name.lstrip("/")
        )  # the parent of "/" is "/" again: without this the loop would not end
        while folder:
            yield folder.casefold()
            folder = posixpath.dirname(folder)
