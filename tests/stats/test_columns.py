"""One function for a value, a column and a block of cells."""

import pytest

from pc_workbook.stats.columns import on_columns


@on_columns
def less(a: float, b: float = 1) -> float:
    return a - b


def test_a_value_stays_a_value_and_a_column_a_column() -> None:
    assert less(3) == 2
    assert less([3, 4]) == [2, 3]
    assert less((3, 4), 2) == (1, 2)
    assert less([3, 4], b=[1, 2]) == [2, 2]
    assert less([]) == []


def test_a_block_of_cells_stays_a_block() -> None:
    assert less([[3, 4], [5, 6]]) == [[2, 3], [4, 5]]


def test_an_array_becomes_a_list() -> None:
    numpy = pytest.importorskip("numpy")
    assert less(numpy.array([3.0, 4.0])) == [2, 3]


def test_columns_of_unequal_length_raise_value_error() -> None:
    with pytest.raises(ValueError, match=r"unequal length: \[1, 2\]"):
        less([1, 2], [1])
