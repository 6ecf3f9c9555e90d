"""A tracker of a fictional area with four practices in two localities, and indicators measured at each of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

AREA: Final = "Fictionshire"
PRACTICES: Final = ("V00001", "V00002", "V00003", "V00004")
SETTINGS: Final[Mapping[str, Any]] = {
    "area_name": AREA,
    "area_code": "V9X",
    "as_at": date(2017, 3, 15),
    "baseline_year": 2016,
}
SHARE: Final[dict[str, Any]] = {
    "number": 1, "title": "Checks done", "kind": "Percentage", "decimals": 1, "direction": "Higher is better",
    "organisation": AREA, "baseline": "60% (2015/16)", "target": "85%", "target_year": 2021, "target_kind": "Level",
    "tolerance": 2, "comparator_name": "Nearest neighbours",
}  # fmt: skip
RATE: Final[dict[str, Any]] = {
    "number": 2, "title": "Broken appointments", "kind": "Rate", "decimals": 2, "direction": "Lower is better",
    "unit": "appointments per 100 booked", "organisation": AREA, "baseline": "8.10 (2015/16)", "target": 5,
    "target_year": 2021, "target_kind": "Level", "comparator_name": "England", "comparator": "7.20 (2015/16)",
}  # fmt: skip
AGREED: Final[dict[str, Any]] = {"indicator": 1, "year": 2017, "value": "70%", "status": "Agreed"}


def seen(organisation: str, value: object, indicator: int = 1, period: str = "Jan 2017", **more: Any) -> dict[str, Any]:
    """One observation."""
    return {"indicator": indicator, "organisation": organisation, "period": period, "value": value, **more}


def listed(value: object, period: str = "Jan 2017", comparator: str = "Nearest neighbours", indicator: int = 1) -> Any:
    """One row of the list of comparators."""
    return {"comparator": comparator, "indicator": indicator, "period": period, "value": value, "source": "Fingertips"}


VALUES: Final[tuple[dict[str, Any], ...]] = (
    seen("V00001", "75%"), seen("V00001", "71%", period="Dec 2016"),
    seen("V00002", "69%"), seen("V00002", "72%", period="Dec 2016"),
    seen("V00003", "50%"), seen("V00003", "50%", period="Dec 2016"),
    seen("V00004", "80%", period="Nov 2016"),
    seen("Hill", "72%"), seen("Hill", "70%", period="Dec 2016"), seen("Vale", "58%"),
    seen(AREA, "66%"),
    seen("V00001", 4.5, 2), seen("V00002", 9.25, 2), seen("V00002", 8.0, 2, "Dec 2016"),
)  # fmt: skip


def rows_of(
    observed: Sequence[Mapping[str, Any]] = VALUES,
    indicators: Sequence[Mapping[str, Any]] = (SHARE, RATE),
    comparators: Sequence[Mapping[str, Any]] = (listed("68%"), listed("67%", "Dec 2016")),
    **lists: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """The rows of the tracker, by list."""
    of = dict(zip(PRACTICES, ("Hill", "Hill", "Vale", "Vale"), strict=True))
    return {
        "tblLocalities": [{"name": "Hill", "manager": "Hill manager"}, {"name": "Vale", "manager": "Vale manager"}],
        "tblPractices": [
            {"code": code, "name": f"Practice {n}", "locality": of[code], "registered_patients": 5000 * n,
             "weighted_patients": 5200 * n, "list_as_at": "2016", "deprivation_score": 20.0 + n}
            for n, code in enumerate(PRACTICES, 1)
        ],
        "tblWorkforce": [
            {"practice": code, "period": "September 2016", "staff_group": "All GPs", "fte": 2.0 + n,
             "registered_patients": 5000 * n, "weighted_patients": 5200 * n}
            for n, code in enumerate(PRACTICES, 1)
        ],
        "tblIndicators": list(indicators),
        "tblTrajectory": [AGREED],
        "tblObservations": list(observed),
        "tblComparators": list(comparators),
        "tblActions": [{"letter": "A", "text": "Invite everyone who is due", "links": "1", "lead": "Head of quality",
                        "delivery": "By 2020", "outcome": "More checks"}],
        "tblRoles": [{"role": "Hill manager"}, {"role": "Vale manager"}, {"role": "Head of quality"}],
        **lists,
    }  # fmt: skip
