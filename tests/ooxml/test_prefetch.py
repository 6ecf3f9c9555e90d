"""Prefetched items come in order, exceptions are raised, and the thread ends with its consumer."""

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from pc_workbook.ooxml.read.long_sheets.cell_arrays import prefetched


def test_items_come_in_order_from_another_thread() -> None:
    makers = []

    def things() -> Iterator[int]:
        for n in range(100):
            makers.append(threading.current_thread())
            yield n

    assert list(prefetched(things())) == list(range(100))
    assert set(makers).isdisjoint({threading.main_thread()})


def test_an_exception_is_raised_where_the_item_is_used() -> None:
    def things() -> Iterator[int]:
        yield 1
        raise ValueError("damaged")

    coming = prefetched(things())
    assert next(coming) == 1
    with pytest.raises(ValueError, match="damaged"):
        next(coming)


def test_the_thread_ends_when_the_consumer_stops_early() -> None:
    before = threading.active_count()
    with closing(prefetched(iter(range(10)))) as coming:
        assert next(coming) == 0
        assert threading.active_count() == before + 1
    assert threading.active_count() == before
