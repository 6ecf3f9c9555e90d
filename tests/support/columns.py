"""The columns of the lists of made-up trackers."""

from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.tracker.lists.layout import Column


def columns_of(table: str) -> list[Column]:
    """The columns of a list, those that it may lack last, so that no address of another one depends on them."""
    return sorted(BY_TABLE[table].columns, key=lambda column: column.is_optional)
