"""Trackers made of the national files of the neighbour folder, to try what real values are taken for."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.support import shared

Rows = dict[str, list[dict[str, Any]]]
GP_AND_ADMIN = (
    ("All GPs", "TOTAL_GP_EXTGL_FTE", "TOTAL_GP_EXTGL_HC"),
    ("Admin and non-clinical", "TOTAL_ADMIN_FTE", ""),
)
SHARE = {"kind": "Percentage", "direction": "Higher is better", "decimals": 2.0}


def records(*path: str) -> list[dict[str, str]]:
    """The records of one file."""
    with shared("data", *path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str | None) -> float | None:
    """A number of a file; None for a mark of missing data."""
    try:
        return float((text or "").replace(",", ""))
    except ValueError:
        return None


def _patients(name: str) -> dict[str, float | None]:
    return {
        one["CODE"]: number(one["NUMBER_OF_PATIENTS"]) for one in records("list-size", f"list-size-{name}-national.csv")
    }


def lists_of_england() -> Rows:
    """Every practice's list of April 2022, and of January 2021 as a return."""
    now, before = _patients("2022-04-01"), _patients("2021-01-01")
    return {
        "tblPractices": [
            {"code": code, "name": code, "registered_patients": size, "list_as_at": "1/4/2022"}
            for code, size in now.items()
        ],
        "tblWorkforce": [
            {"practice": code, "period": "1/1/2021", "staff_group": "All nurses", "registered_patients": before[code]}
            for code in now
            if code in before
        ],
    }


def workforce() -> Rows:
    """GPs and administrators of the practices of three areas, 2016 to 2024."""
    rows = records("workforce", "workforce-by-financial-year.csv")
    return {
        "tblPractices": [{"code": code, "name": code} for code in sorted({one["Practice.Code"] for one in rows})],
        "tblWorkforce": [
            {"practice": one["Practice.Code"], "period": f"30/09/{one['Year']}", "staff_group": group, "fte": number(one[fte]),
             "headcount": number(one.get(heads)), "registered_patients": number(one["TOTAL_PATIENTS"]) or None}
            for one in rows
            for group, fte, heads in GP_AND_ADMIN
        ],
    }  # fmt: skip


def payments() -> Rows:
    """Registered and weighted patients of the practices of three areas, 2014/15 to 2022/23."""
    returned = [row for path in _payment_files() for row in _paid(path)]
    return {
        "tblPractices": [{"code": code, "name": code} for code in sorted({row["practice"] for row in returned})],
        "tblWorkforce": returned,
    }


def _payment_files() -> list[Path]:
    folder = shared("data", "payments")
    return [
        path for path in sorted(folder.glob("payments-*.csv")) if "copy" not in path.name and "renamed" not in path.name
    ]


def _paid(path: Path) -> Iterator[dict[str, Any]]:
    first = int(path.name[9:13])
    for one in records("payments", path.name):
        sizes = [
            number(one[next(name for name in one if kind in name)])
            for kind in ("Registered Patients", "Weighted Patients")
        ]
        if all(sizes):
            yield {"practice": one["Practice Code"], "period": f"{first}/{(first + 1) % 100:02d}", "staff_group": "All nurses",
                   "registered_patients": sizes[0], "weighted_patients": sizes[1]}  # fmt: skip


def _observed(rows: list[dict[str, Any]], title: str) -> Rows:
    practices = sorted({row["organisation"] for row in rows if len(row["organisation"]) == 6})
    return {
        "tblPractices": [{"code": code, "name": code} for code in practices],
        "tblIndicators": [{**SHARE, "number": 1.0, "title": title}],
        "tblObservations": [{"indicator": 1.0, **row} for row in rows],
    }


def quality_of_england() -> Rows:
    """Points achieved of those available, every practice, 2019/20 and 2021/22."""
    found = []
    for name, period in (("2019-20", "2019/20"), ("2021-22", "2021/22")):
        rows = records("qof", f"qof-achievement-{name}-national.csv")
        column = next(one for one in rows[0] if "available (%)" in one)
        found += [
            {"organisation": one["Practice code"], "period": period, "value": f"{number(one[column])}%"}
            for one in rows
            if number(one[column]) is not None
        ]
    return _observed(found, "Points achieved")


def vaccination_of_england() -> Rows:
    """Vaccination of children, every practice, 2023/24."""
    rows = records("qof", "qof-2023-24-vaccination-national.csv")
    given = [(one["Practice code"], number(one["perc_achievement"])) for one in rows]
    return _observed(
        [
            {"organisation": code, "period": "2023/24", "value": f"{share:.2f}%"}
            for code, share in given
            if share is not None
        ],
        "Vaccination",
    )


def four_hours_of_england(trusts: int = 75) -> Rows:
    """Attendances within four hours, month by month, of some trusts."""
    rows = [
        one
        for one in records("ae", "ae-trust-series-2021-04-to-2025-07.csv")
        if number(one["pct_attendance_over_4hours"])
    ]
    some = sorted({one["nhs_trust22_code"] for one in rows})[:trusts]
    return _observed(
        [
            {"organisation": one["nhs_trust22_code"], "period": one["date"],
             "value": f"{100 * (1 - float(one['pct_attendance_over_4hours'])):.2f}%"}
            for one in rows
            if one["nhs_trust22_code"] in some
        ],
        "Within four hours",
    )  # fmt: skip


def registers() -> Rows:
    """Registers of 21 conditions of the practices of three areas, 2020/21."""
    rows = records("qof", "qof-2020-21-prevalence.csv")
    return {
        "tblPractices": [{"code": code, "name": code} for code in sorted({one["PRACTICE_CODE"] for one in rows})],
        "tblConditions": [
            {"practice": one["PRACTICE_CODE"], "condition": one["GROUP_CODE"], "period": "2020/21", "list_type": one["PATIENT_LIST_TYPE"],
             "register_count": number(one["REGISTER"]), "list_size": number(one["PRACTICE_LIST_SIZE"])}
            for one in rows
        ],
    }  # fmt: skip
