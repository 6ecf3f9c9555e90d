"""Making the next thing while the last one is in use: on a second core, where the work lets go of the first."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

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
