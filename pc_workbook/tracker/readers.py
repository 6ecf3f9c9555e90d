"""Which function reads which kind of cell."""

from collections.abc import Callable
from typing import Any

from pc_workbook.tracker import reading
from pc_workbook.tracker.layout import Reads
from pc_workbook.tracker.measured import measured, target

READERS: dict[Reads, Callable[..., Any]] = {
    Reads.TEXT: reading.text,
    Reads.CODE: reading.code,
    Reads.WHOLE: reading.whole,
    Reads.NUMBER: reading.number,
    Reads.PERCENT: reading.percent,
    Reads.DISTANCE: reading.distance,
    Reads.DATE: reading.day,
    Reads.PERIOD: reading.period,
    Reads.CHOICE: reading.choice,
    Reads.YES_NO: reading.yes_no,
    Reads.NUMBERS: reading.numbers,
    Reads.DELIVERY: reading.delivery,
    Reads.MEASURED: measured,
    Reads.TARGET: target,
}
