"""What a thread makes ahead comes in order; its errors come too; it ends when nobody waits for more."""

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from pc_workbook.ooxml.read.long_sheets.cell_arrays import prefetched


def test_things_come_in_order_though_made_elsewhere() -> None:
    makers = []

    def things() -> Iterator[int]:
        for n in range(100):
            makers.append(threading.current_thread())
            yield n

    assert list(prefetched(things())) == list(range(100))
    assert set(makers).isdisjoint({threading.main_thread()})


def test_what_goes_wrong_in_the_making_is_raised_where_the_thing_is_wanted() -> None:
    def things() -> Iterator[int]:
        yield 1
        raise ValueError("damaged")

    coming = prefetched(things())
    assert next(coming) == 1
    with pytest.raises(ValueError, match="damaged"):
        next(coming)


def test_the_thread_ends_with_whoever_stops_early() -> None:
    before = threading.active_count()
    with closing(prefetched(iter(range(10)))) as coming:
        assert next(coming) == 0
        assert threading.active_count() == before + 1
    assert threading.active_count() == before
