"""Which function reads which kind of cell."""

from collections.abc import Callable
from typing import Any

from pc_workbook.tracker.layout import Reads
from pc_workbook.tracker.measured import measured, target
from pc_workbook.tracker.reading import (
    choice,
    code,
    day,
    delivery,
    distance,
    number,
    numbers,
    percent,
    period,
    text,
    whole,
    yes_no,
)

READERS: dict[Reads, Callable[..., Any]] = {
    Reads.TEXT: text,
    Reads.CODE: code,
    Reads.WHOLE: whole,
    Reads.NUMBER: number,
    Reads.PERCENT: percent,
    Reads.DISTANCE: distance,
    Reads.DATE: day,
    Reads.PERIOD: period,
    Reads.CHOICE: choice,
    Reads.YES_NO: yes_no,
    Reads.NUMBERS: numbers,
    Reads.DELIVERY: delivery,
    Reads.MEASURED: measured,
    Reads.TARGET: target,
}
