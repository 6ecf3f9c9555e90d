"""Which indicators count people of an area, and how many there are: no count of patients exceeds the registered ones."""

import re
from math import fsum
from typing import Final

from pc_workbook.model.indicator import Indicator
from pc_workbook.model.tracker import Tracker

_PEOPLE: Final = r"\b(?:patients?|people|persons?|adults?|children|women|men|registered|register)\b"
_EVENTS: Final = (
    r"\b(?:attend\w*|appointments?|items?|episodes?|visits?|contacts?|admissions?|referrals?|calls?|bed|prescri\w*|consultations?|"
    r"respon\w*|thousands?|weighted)\b"
)


def counts_people(indicator: Indicator) -> bool:
    """Return whether the denominator of an indicator is people, each counted once.

    >>> from pc_workbook.model.indicator import IndicatorKind
    >>> share = Indicator(number=1, title="Checks done", kind=IndicatorKind.PERCENTAGE, unit="% of patients with diabetes")
    >>> counts_people(share), counts_people(share.model_copy(update={"unit": "% of attendances"}))
    (True, False)
    """
    words = " ".join(filter(None, (indicator.unit, indicator.denominator, indicator.numerator))).casefold()
    return bool(re.search(_PEOPLE, words)) and not re.search(_EVENTS, f"{words} {indicator.title.casefold()}")


def populations(tracker: Tracker, area: frozenset[str]) -> dict[str, float]:
    """Return the registered patients of each practice, and of the area where every open practice's are known."""
    known = {one.code.casefold(): one.registered_patients for one in tracker.practices if one.registered_patients}
    lists = [one.registered_patients for one in tracker.open_practices()]
    if lists and None not in lists:
        known.update(dict.fromkeys(area, fsum(size for size in lists if size is not None)))
    return known
