"""Makes samples/thurrock-open-data.xlsx: the real practices of NHS Thurrock (07G) as published, at 27 November 2015.

Everything comes from the small extracts in open-data/ (publishers, periods and licence in its README). What the
publishers left out stays out: no rating, no locality, no action and no judgement stands here. A literal 0 in the
workforce release stays as printed; the checker doubts it. What was published after the as-at date says so in its
note, and no figure of this edition is made from it.

    python -m samples.make_open_data                   makes the workbook from open-data/
    python -m samples.make_open_data --cut ../shared/data    cuts the extracts again from whole releases
"""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from pc_workbook.app import draw_tracker
from pc_workbook.views.parts import Value
from samples.make_thurrock_2017 import CLAIMS

Row = dict[str, Value]

HERE = Path(__file__).parent
EXTRACTS = HERE / "open-data"
AREA = "07G"
GP_PRACTICE = "4"  # prescribing setting; others are prisons, walk-in centres, hubs
CODE, NAME, OPENED, CLOSED, STATUS, COMMISSIONER, SETTING = (
    0,
    1,
    10,
    11,
    12,
    14,
    25,
)  # of the register, which has no header

REGISTER = "practices-2015-11-27.csv"
WORKFORCE = "workforce-2015-09.csv"
PAYMENTS = "payments-2015-16.csv"
DEPRIVATION = "deprivation-2015.csv"
PREVALENCE = "qof-prevalence-2020-21.csv"
ACHIEVEMENT = "qof-achievement-2017-18.csv"

STAFF_GROUPS = {  # of the wide release; TOTAL_GP_EXL_FTE (without locums) is a way of counting, not a group
    "TOTAL_GP_FTE": "All GPs",
    "TOTAL_NURSES_FTE": "All nurses",
    "TOTAL_DPC_FTE": "Direct patient care",
    "TOTAL_ADMIN_FTE": "Admin and non-clinical",
}
WEIGHTED_FOR = ("All GPs", "All nurses")
REGISTERED = "Number of Registered Patients (Last Known Figure)"
WEIGHTED = "Number of Weighted Patients (Last Known Figure)"

CONDITIONS = {
    "HYP": "Hypertension", "CHD": "Coronary heart disease", "STIA": "Stroke and transient ischaemic attack",
    "DM": "Diabetes mellitus", "AST": "Asthma", "COPD": "Chronic obstructive pulmonary disease",
    "DEP": "Depression", "LD": "Learning disability",
}  # fmt: skip
LIST_TYPES = {"TOTAL": "All ages", "06OV": "6+", "17OV": "17+", "18OV": "18+"}

QOF_POINTS = "Achievement score (max. 559)"
QOF_PERCENT = "QOF points total/559 available (per cent)"
QOF_MAXIMUM = 559

SETTINGS: Row = {
    "area_name": "Thurrock",
    "area_code": AREA,
    "as_at": date(2015, 11, 27),
    "england_patients_per_gp_fte": 1321,
    "england_patients_per_gp_fte_period": "2014/15",
}

TEMPLATE = "Reporting template, objective 4D"
INDICATORS: list[Row] = [
    {"number": 1, "title": "GPs per 1,000 weighted patients",
     "definition": "Full-time equivalent GPs of every kind, registrars, retainers and locums among them, for every 1,000 weighted patients.",
     "kind": "Rate", "unit": "FTE GPs per 1,000 weighted patients", "decimals": 2, "direction": "Higher is better",
     "numerator": "FTE GPs", "denominator": "Weighted patients, thousands", "weighting": "weighted patients",
     "organisation": "Thurrock", "measure": "gp_fte_per_1000_weighted_patients", "comparator_name": "England",
     "comparator": 0.61, "comparator_period": "2015", "source": f"General Practice Workforce; comparator: {TEMPLATE}"},
    {"number": 2, "title": "Nurses per 1,000 weighted patients",
     "definition": "Full-time equivalent nurses, as many roles as the release holds, for every 1,000 weighted patients.",
     "kind": "Rate", "unit": "FTE nurses per 1,000 weighted patients", "decimals": 2, "direction": "Higher is better",
     "numerator": "FTE nurses", "denominator": "Weighted patients, thousands", "weighting": "weighted patients",
     "organisation": "Thurrock", "measure": "nurse_fte_per_1000_weighted_patients", "comparator_name": "England",
     "comparator": 0.27, "comparator_period": "2015", "source": f"General Practice Workforce; comparator: {TEMPLATE}"},
    {"number": 11, "title": "QOF points achieved",
     "definition": "Points achieved in the Quality and Outcomes Framework as a percentage of the 559 available.",
     "kind": "Percentage", "unit": "% of the points available", "decimals": 2, "direction": "Higher is better",
     "numerator": "Points achieved", "denominator": "Points available", "measure": "qof_points_achieved",
     "source": "Quality and Outcomes Framework", "note": "A supporting indicator: it is not one of the ten of the template."},
]  # fmt: skip

ACUTE = "Acute trust"
PROVIDERS: list[Row] = [
    {"code": "RDD", "name": "Basildon and Thurrock University Hospitals NHS Foundation Trust", "short_name": "BTUH",
     "kind": ACUTE, "ends": date(2020, 3, 31), "successor": "RAJ"},
    {"code": "RAJ", "name": "Southend University Hospital NHS Foundation Trust", "kind": ACUTE,
     "ends": date(2020, 3, 31), "successor": "RAJ", "note": "The code RAJ went on to the merged trust."},
    {"code": "RQ8", "name": "Mid Essex Hospital Services NHS Trust", "kind": ACUTE, "ends": date(2020, 3, 31),
     "successor": "RAJ"},
    {"code": "RAJ", "name": "Mid and South Essex NHS Foundation Trust", "short_name": "MSE", "kind": ACUTE,
     "starts": date(2020, 4, 1), "note": "One code, two bodies over time: before April 2020 RAJ was Southend."},
    {"code": "RAT", "name": "North East London NHS Foundation Trust", "short_name": "NELFT",
     "kind": "Community and mental health trust"},
    {"code": "RWN", "name": "South Essex Partnership University NHS Foundation Trust", "short_name": "SEPT",
     "kind": "Mental health trust", "ends": date(2017, 3, 31), "successor": "R1L"},
    {"code": "R1L", "name": "Essex Partnership University NHS Foundation Trust", "short_name": "EPUT",
     "kind": "Mental health trust", "starts": date(2017, 4, 1)},
]  # fmt: skip


def practices() -> list[Row]:
    """The register, with list sizes, contract and deprivation joined by code."""
    paid = payments()
    scores = {row["AreaCode"]: row["Value"] for row in records(DEPRIVATION)}
    return [
        {
            "code": row[CODE],
            "name": row[NAME],
            "opened": day(row[OPENED]),
            "closed": day(row[CLOSED]),
            "registered_patients": int(paid[row[CODE]][REGISTERED]),
            "weighted_patients": float(paid[row[CODE]][WEIGHTED]),
            "list_as_at": "2015/16",
            "deprivation_score": float(scores[row[CODE]]),
            "deprivation_source": "Fingertips 93553, IMD 2015",
            "contract_type": paid[row[CODE]]["Contract Type"],
            "note": closing_note(paid[row[CODE]]["Practice Close Date"]),
            "marking": "Public",
        }
        for row in register()
    ]


def register() -> Iterator[list[str]]:
    """The area's GP practices that were active on the register's day."""
    for row in lines(EXTRACTS / REGISTER):
        if (row[COMMISSIONER], row[SETTING], row[STATUS]) == (AREA, GP_PRACTICE, "A"):
            yield row


def workforce() -> list[Row]:
    """Four staff groups for each practice that the release holds; patients are those of the same return."""
    paid = payments()
    return [
        {
            "practice": row["PRAC_CODE"],
            "period": "September 2015",
            "staff_group": group,
            "fte": float(row[column]),
            "registered_patients": int(row["TOTAL_PATIENTS"]),
            "weighted_patients": float(paid[row["PRAC_CODE"]][WEIGHTED]) if group in WEIGHTED_FOR else None,
            "source": "General Practice Workforce, September 2015",
        }
        for row in records(WORKFORCE)
        for column, group in STAFF_GROUPS.items()
    ]


def conditions() -> list[Row]:
    """Registers of 2020-21, each with the list it is drawn from: a diabetes register is never divided by all ages."""
    return [
        {
            "practice": row["PRACTICE_CODE"],
            "condition": CONDITIONS[row["GROUP_CODE"]],
            "period": "2020/21",
            "register_count": int(row["REGISTER"]),
            "list_size": int(row["PRACTICE_LIST_SIZE"]),
            "list_type": LIST_TYPES[row["PATIENT_LIST_TYPE"]],
            "source": "Quality and Outcomes Framework 2020-21",
        }
        for row in records(PREVALENCE)
    ]


def observations() -> list[Row]:
    """Points of 2017-18. The later year is told: no figure of this edition is made from it."""
    return [
        {
            "indicator": 11,
            "organisation": row["Practice code"],
            "period": "2017/18",
            "value": f"{float(row[QOF_PERCENT]):.2f}%",
            "numerator": float(row[QOF_POINTS]),
            "denominator": QOF_MAXIMUM,
            "source": "Quality and Outcomes Framework 2017-18",
            "revision": "First published",
            "note": "Later than this edition's as-at date",
        }
        for row in records(ACHIEVEMENT)
    ]


def payments() -> dict[str, dict[str, str]]:
    """NHS Payments to General Practice 2015-16, by practice."""
    return {row["Practice Code"]: row for row in records(PAYMENTS)}


def closing_note(closed: str) -> str | None:
    """What the payments file says of a closing that the register of that day does not know."""
    return (
        f"NHS Payments 2015-16 prints a closing date of {closed}; the register of this day has none."
        if closed
        else None
    )


def day(digits: str) -> date | None:
    """19740401 -> 1 April 1974; empty -> None."""
    return datetime.strptime(digits, "%Y%m%d").date() if digits else None


def records(name: str) -> list[dict[str, str]]:
    """An extract with headings, one record a row."""
    with (EXTRACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(path: Path) -> list[list[str]]:
    """A file without headings. Publishers write UTF-8 with or without a byte-order mark."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def make(path: Path) -> None:
    """Write the sample tracker. The same bytes each time."""
    rows = {
        "tblPractices": practices(),
        "tblWorkforce": workforce(),
        "tblProviders": PROVIDERS,
        "tblIndicators": INDICATORS,
        "tblObservations": observations(),
        "tblConditions": conditions(),
        "tblClaims": CLAIMS,
    }
    draw_tracker(path, rows, SETTINGS, "Thurrock primary care tracker from open data, 27 November 2015 (sample)")


def cut(releases: Path) -> None:
    """Cut the extracts to the area's rows, and to the columns used, from whole releases."""
    whole = lines(releases / "epraccur" / "epraccur-2015-11-27.csv")
    write(REGISTER, [row for row in whole if row[COMMISSIONER] == AREA])
    ours = {row[CODE] for row in register()}
    paid = ("Practice Code", "Practice Name", "Practice Close Date", "Contract Type", REGISTERED, WEIGHTED)
    points = ("Practice code", "Practice name", "All ages", QOF_POINTS, QOF_PERCENT)
    prevalence = ("PRACTICE_CODE", "GROUP_CODE", "REGISTER", "PATIENT_LIST_TYPE", "PRACTICE_LIST_SIZE")
    staff = ("PRAC_CODE", "PRAC_NAME", "TOTAL_PATIENTS", *STAFF_GROUPS, "TOTAL_GP_EXL_FTE")
    score = ("IndicatorID", "Year", "AreaCode", "AreaName", "Value")

    def of_2015(row: Mapping[str, str]) -> bool:
        return row["AreaCode"] in ours and row["Year"] == "2015"

    def of_ours(row: Mapping[str, str]) -> bool:
        return row["PRACTICE_CODE"] in ours and row["GROUP_CODE"] in CONDITIONS

    narrow(releases / "workforce" / "workforce-2015-09-thurrock-typed.csv", WORKFORCE, staff, lambda row: True)
    narrow(releases / "payments" / "payments-2015-16.csv", PAYMENTS, paid, lambda row: row["CCG Code"] == AREA)
    narrow(releases / "fingertips" / "fingertips-93553-imd-2010-2015-2019-trimmed.csv", DEPRIVATION, score, of_2015)
    narrow(releases / "qof" / "qof-2020-21-prevalence.csv", PREVALENCE, prevalence, of_ours)
    narrow(releases / "qof" / "qof-achievement-2017-18.csv", ACHIEVEMENT, points, lambda row: row["CCG code"] == AREA)


def narrow(source: Path, name: str, columns: tuple[str, ...], wanted: Callable[[Mapping[str, str]], bool]) -> None:
    """Some rows and some columns of a file with headings, values as they were printed."""
    heading, *rest = lines(source)
    rows = [dict(zip(heading, row, strict=True)) for row in rest]
    write(name, [columns, *([row[column] for column in columns] for row in rows if wanted(row))])


def write(name: str, rows: Iterable[Iterable[str]]) -> None:
    """An extract, UTF-8, one line a row."""
    with (EXTRACTS / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--cut"]:
        cut(Path(sys.argv[2]))
    make(HERE / "thurrock-open-data.xlsx")
