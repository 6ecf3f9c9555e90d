"""A claim that is printed with a verdict: its sentence as typed, the test that decides it, and the numbers of the test."""

import re
from enum import StrEnum
from typing import Final, NamedTuple

from pc_workbook.model.period import Period
from pc_workbook.model.row import Row


class ClaimTest(StrEnum):
    """How a claim is decided."""

    BEYOND = "Count beyond a comparator"
    TIMES = "Times a comparator"
    SHARE = "Share beyond a comparator"
    RANK = "Rank from the worst"
    CORRELATION = "Correlation"
    CHANGE = "Change from the baseline"
    TARGET = "Target met"


#: What a test can't be decided without, as fields of a claim. Its value is a count, a multiple, a percentage, a rank or a change.
NEEDED: Final = {
    ClaimTest.BEYOND: ("value", "comparator"),
    ClaimTest.TIMES: ("value", "comparator"),
    ClaimTest.SHARE: ("value", "comparator"),
    ClaimTest.RANK: ("value", "organisation"),
    ClaimTest.CORRELATION: ("second_measure",),
    ClaimTest.CHANGE: ("value",),
    ClaimTest.TARGET: (),
}


class ListedClaim(Row):
    """One row of the list of claims."""

    number: int
    claim: str
    test: ClaimTest
    measure: str
    organisation: str | None = None
    value: str | None = None
    comparator: str | None = None
    second_measure: str | None = None
    period: Period | None = None
    short_name: str | None = None
    source: str | None = None
    note: str | None = None

    @property
    def key(self) -> str:
        """Return the claim's name among the figures: "claim_3", or its short name."""
        name = self.short_name or str(self.number)
        return f"claim_{re.sub(r'[^a-z0-9]+', '_', name.casefold()).strip('_')}"


class Relation(StrEnum):
    """How a number must compare with the number of a claim."""

    EXACTLY = "exactly"
    ALL_BUT = "all but"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    MORE_THAN = "more than"
    LESS_THAN = "less than"


_SPELLINGS: Final = {"over": Relation.MORE_THAN, "above": Relation.MORE_THAN, "fewer than": Relation.LESS_THAN,
                     "under": Relation.LESS_THAN, "below": Relation.LESS_THAN, "": Relation.EXACTLY}  # fmt: skip
_BOUND: Final = r"\s*(?P<relation>[a-z ]*?)\s*(?P<number>[-\u2212]?\d[\d,]*(?:\.\d+)?)\s*(?:%|per cent|times)?\s*"


class Bound(NamedTuple):
    """The number of a claim, and how another must compare with it."""

    relation: Relation
    number: float

    def holds(self, value: float) -> bool:
        """Return whether a value is within the bound. For "all but", the value is the count of the others."""
        match self.relation:
            case Relation.AT_LEAST:
                return value >= self.number
            case Relation.AT_MOST:
                return value <= self.number
            case Relation.MORE_THAN:
                return value > self.number
            case Relation.LESS_THAN:
                return value < self.number
            case _:
                return value == self.number


def parse_bound(typed: str | None) -> Bound | None:
    """Return the bound that a cell says; None where it says none.

    >>> parse_bound("All but 4"), parse_bound("over 5 times"), parse_bound("75%")
    (Bound(relation=<Relation.ALL_BUT: 'all but'>, number=4.0), Bound(relation=<Relation.MORE_THAN: 'more than'>, number=5.0), \
Bound(relation=<Relation.EXACTLY: 'exactly'>, number=75.0))
    >>> parse_bound("many") is None
    True
    """
    found = re.fullmatch(_BOUND, typed or "", re.I)
    if found is None:
        return None
    words = " ".join(found["relation"].casefold().split())
    relation = _SPELLINGS.get(words) or (Relation(words) if words in list(Relation) else None)
    number = float(found["number"].replace(",", "").replace("\u2212", "-"))
    return None if relation is None else Bound(relation, number)
