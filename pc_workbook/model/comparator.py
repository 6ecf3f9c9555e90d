"""Comparators: what indicators are compared with, such as England, a region, nearest neighbours or the area's own past."""

from datetime import date

from pc_workbook.model.cqc import Rating
from pc_workbook.model.indicator import Observation
from pc_workbook.model.period import Period
from pc_workbook.model.row import Row


class ComparatorValue(Row):
    """A comparator's value for one indicator and one period. Percentages in percentage points."""

    comparator: str
    indicator: int
    period: Period
    value: float | None = None
    rating: Rating | None = None
    suppressed: bool = False
    source: str | None = None
    extracted_on: date | None = None
    note: str | None = None

    @property
    def as_observation(self) -> Observation:
        """Return the same value as an observation of the comparator."""
        return Observation.model_construct(
            indicator=self.indicator,
            organisation=self.comparator,
            period=self.period,
            value=self.value,
            rating=self.rating,
            suppressed=self.suppressed,
            source=self.source,
            extracted_on=self.extracted_on,
            note=self.note,
        )
