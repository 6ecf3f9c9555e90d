"""Which indicators count people of an area, and how many there are: no count of patients exceeds the registered ones."""

from math import fsum
from typing import Final

from pc_workbook.model.indicator import Indicator
from pc_workbook.model.tracker import Tracker

_PEOPLE: Final = frozenset(
    ["patient", "patients", "people", "person", "persons", "adult", "adults", "children", "women", "men", "register"]
)
_EVENTS: Final = ("attend", "appointment", "item", "episode", "visit", "contact", "admission", "referral", "call", "bed", "prescri",
                  "consultation", "respon", "thousand", "weighted", "fte", "gp", "nurse")  # fmt: skip


def counts_people(indicator: Indicator) -> bool:
    """Return whether the denominator of an indicator is people, each counted once.

    >>> from pc_workbook.model.indicator import IndicatorKind
    >>> share = Indicator(number=1, title="Checks done", kind=IndicatorKind.PERCENTAGE, unit="% of patients with diabetes")
    >>> counts_people(share), counts_people(share.model_copy(update={"unit": "% of attendances"}))
    (True, False)
    """
    words = " ".join(filter(None, (indicator.unit, indicator.denominator, indicator.numerator))).casefold()
    if _PEOPLE.isdisjoint(words.split()):
        return False
    said = f"{words} {indicator.title.casefold()}".split()
    return not any(word.startswith(_EVENTS) for word in said)


def populations(tracker: Tracker, area: frozenset[str]) -> dict[str, float]:
    """Return the registered patients of each practice, and of the area where every open practice's are known."""
    known = {one.code.casefold(): one.registered_patients for one in tracker.practices if one.registered_patients}
    lists = [one.registered_patients for one in tracker.open_practices()]
    if lists and None not in lists:
        known.update(dict.fromkeys(area, fsum(size for size in lists if size is not None)))
    return known
