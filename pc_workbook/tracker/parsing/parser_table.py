"""Which function reads which kind of cell."""

from collections.abc import Callable
from typing import Any

from pc_workbook.tracker.lists.layout import Reads
from pc_workbook.tracker.parsing import cell_parsers as reading
from pc_workbook.tracker.parsing import number_cells
from pc_workbook.tracker.parsing.action_references import reference
from pc_workbook.tracker.parsing.value_cells import measured, target

READERS: dict[Reads, Callable[..., Any]] = {
    Reads.TEXT: reading.text,
    Reads.NAME: reading.name,
    Reads.CODE: reading.code,
    Reads.REFERENCE: reference,
    Reads.WHOLE: number_cells.whole,
    Reads.NUMBER: number_cells.number,
    Reads.PERCENT: number_cells.percent,
    Reads.DISTANCE: number_cells.distance,
    Reads.DATE: reading.day,
    Reads.PERIOD: reading.period,
    Reads.CHOICE: reading.choice,
    Reads.YES_NO: reading.yes_no,
    Reads.NUMBERS: reading.numbers,
    Reads.DELIVERY: reading.delivery,
    Reads.MEASURED: measured,
    Reads.TARGET: target,
}
