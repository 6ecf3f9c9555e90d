"""What a council and a trust type into the trackers of their kits. Every value is made up, for a fictional area."""

from collections.abc import Mapping, Sequence
from datetime import date

from tests.end_to_end.typed_rows import Row

MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep")


def _settings(as_at: date, name: str = "Fictionshire") -> list[Row]:
    values = {"Area name": name, "Area code": "Z9Z", "As-at date": as_at, "Plan period": "2026/27"}
    return [{"Setting": setting, "Value": value} for setting, value in values.items()]


def _observed(indicator: int, periods: Sequence[str], values: Sequence[object], organisation: str) -> list[Row]:
    return [
        {"Indicator": indicator, "Organisation": organisation, "Period": period, "Value": value,
         "Source": "Fictional", "Extracted on": date(2026, 10, 20)}
        for period, value in zip(periods, values, strict=False)
    ]  # fmt: skip


QUARTERS, TO_DATE = ("Q1 2026/27", "Q2 2026/27"), ("YTD Jun 2026", "YTD Sep 2026")
YEARS = ("12 months to Jun 2026", "12 months to Sep 2026")
_COUNCIL_VALUES: Mapping[int, tuple[Sequence[str], Sequence[object]]] = {
    1: (TO_DATE, ("44.1%", "45.2%")),
    2: (QUARTERS, (61.0, 55.3)),
    3: (TO_DATE, (61, 142)),
    4: (QUARTERS, ("88%", "91%")),
    5: (QUARTERS, (38.2, 31.5)),
    6: (QUARTERS, (4.1, 4.4)),
    7: (TO_DATE, ("28.4%", "55.9%")),
    8: (TO_DATE, ("29.3%", "57.2%")),
    9: (("2025/26",), ("61%",)),
    10: (QUARTERS, ("71%", "79.5%")),
    11: (YEARS, (9.8, 9.1)),
    12: (QUARTERS, ("93%", "95.5%")),
}
_PROFILE = {1: ("45%", "46%", "46%", "45%"), 3: (60, 140, 220, 310), 7: ("28.5%", "56%", "83%", "97.5%"),
            8: ("29%", "57%", "83%", "98%")}  # fmt: skip
_QUARTERLY = {2: (60, 50), 5: (35, 30), 6: (4.0, 3.9), 10: ("75%", "78%"), 12: ("95%", "96%")}

COUNCIL: Mapping[str, Sequence[Row]] = {
    "Settings": _settings(date(2026, 9, 30)),
    "Indicators": [{"Number": number, "Tolerance": margin} for number, margin in ((1, 1), (5, 3), (7, 0.5), (12, 1))],
    "Trajectory": [
        *({"Indicator": number, "Period": period, "Value": value}
          for number, values in _PROFILE.items()
          for period, value in zip((*TO_DATE, "YTD Dec 2026", "2026/27"), values, strict=True)),
        *({"Indicator": number, "Period": period, "Value": value, "Status": "Agreed"}
          for number, values in _QUARTERLY.items() for period, value in zip(QUARTERS, values, strict=True)),
    ],
    "Observations": [
        row for number, (periods, values) in _COUNCIL_VALUES.items()
        for row in _observed(number, periods, values, "Fictionshire")
    ],
    "Actions": [
        {"Action": "1.1", "Delivery date": "March 2027"},
        {"Action": "1.2", "Delivery date": date(2026, 8, 31)},
        {"Action": "2.1", "Delivery date": "2026/27"},
        {"Action": "2.2", "Delivery date": "December 2026"},
        {"Action": "3.1", "Delivery date": "Ongoing", "Review date": date(2027, 1, 31)},
        {"Action": "4.1", "Delivery date": date(2026, 7, 31), "Completed on": date(2026, 7, 20)},
        {"Action": "4.2", "Delivery date": "Ongoing", "Review date": date(2026, 12, 31)},
    ],
    "Action progress": [
        {"Action": "1.1", "Locality": "Place", "Progress": "Vehicles are ordered; rounds are drawn for 4 of 6 areas.",
         "RAG": "Green", "Updated by (role)": "Director of Place", "Updated on": date(2026, 9, 21)},
        {"Action": "1.2", "Locality": "Place", "Progress": "The contract was challenged; a new award is due in November.",
         "RAG": "Red", "RAG reason": "Award is three months late", "Updated by (role)": "Director of Place",
         "Updated on": date(2026, 9, 21)},
        {"Action": "2.2", "Locality": "Housing", "Progress": "A second repairs team for empty homes started in July.",
         "RAG": "Amber", "Updated by (role)": "Director of Housing", "Updated on": date(2026, 9, 18)},
    ],
    "Meetings": [{"Date": date(2026, 11, 12), "Body": "Cabinet", "Item": "7: corporate plan, second quarter"}],
}  # fmt: skip

_TRUST_VALUES: Mapping[int, Sequence[object]] = {
    1: ("71.2%", "72.8%", "73.5%", "72.1%", "74.4%", "75.0%"),
    2: ("9.1%", "8.7%", "8.0%", "8.4%", "7.6%", "7.1%"),
    3: ("58.0%", "58.9%", "59.4%", "60.2%", "60.1%", "61.3%"),
    4: ("64.0%", "66.1%", "65.2%", "68.8%", "67.9%", "70.4%"),
    5: ("74.1%", "75.8%", "77.0%", "76.2%", "78.3%", "79.0%"),
    6: ("22.0%", "21.1%", "19.6%", "18.2%", "18.9%", "16.5%"),
    7: (6.1, 5.9, 6.4, 5.5, 5.7, 5.2),
    8: (1.2, 1.1, 1.3, 1.0, 0.9, 1.1),
    9: ("9.8%", "9.6%", "9.5%", "9.1%", "9.0%", "8.8%"),
    10: ("5.0%", "4.8%", "4.6%", "4.9%", "4.7%", "4.5%"),
    11: ("61%", "66%", "70%", "68%", "74%", "77%"),
    13: ("93.1%", "92.8%", "92.4%", "91.9%", "90.8%", "91.2%"),
    14: ("Segment 3",),
}
_TRUST_STEPS = {1: ("75%", "76%"), 3: ("60%", "61%"), 4: ("69%", "70%"), 7: (5.6, 5.5), 9: ("9%", "8.7%")}
_OF_MONTHS = tuple(f"{month} 2026" for month in MONTHS)

TRUST: Mapping[str, Sequence[Row]] = {
    "Settings": _settings(date(2026, 9, 30), "Fictionshire Hospitals"),
    "Indicators": [{"Number": number, "Tolerance": margin} for number, margin in ((1, 2), (4, 2), (7, 0.3), (9, 0.5))]
    + [{"Number": 12, "Organisation measured": "Z9ZH"}],
    "Providers": [{"Provider code": "Z9ZH", "Provider": "Fictionshire Hospitals", "Kind": "Acute trust"}],
    "CQC ratings": [{"Organisation code": "Z9ZH", "Inspected on": date(2025, 5, 13), "Published on": date(2025, 8, 1),
                     "Overall": "Requires improvement"}],
    "Trajectory": [
        {"Indicator": number, "Period": period, "Value": value, "Status": "Agreed"}
        for number, values in _TRUST_STEPS.items() for period, value in zip(_OF_MONTHS[-2:], values, strict=True)
    ],
    "Observations": [
        row for number, values in _TRUST_VALUES.items()
        for row in _observed(number, _OF_MONTHS, values, "Fictionshire Hospitals")
    ],
    "Actions": [
        {"Action": "UEC-1", "Delivery date": "December 2026"},
        {"Action": "UEC-2", "Delivery date": date(2026, 9, 15)},
        {"Action": "PC-1", "Delivery date": "2026/27"},
        {"Action": "PC-2", "Delivery date": "March 2027"},
        {"Action": "QS-1", "Delivery date": "Ongoing", "Review date": date(2026, 12, 1)},
        {"Action": "QS-2", "Delivery date": "November 2026"},
        {"Action": "PE-1", "Delivery date": "Ongoing", "Review date": date(2026, 11, 2)},
    ],
    "Action progress": [
        {"Action": "UEC-1", "Locality": "Medicine", "Progress": "Streaming runs on five days; weekend rotas are being agreed.",
         "RAG": "Amber", "Updated by (role)": "Divisional director, Medicine", "Updated on": date(2026, 9, 22)},
        {"Action": "PC-2", "Locality": "Surgery", "Progress": "Navigators are in post for four of seven pathways.",
         "RAG": "Green", "Updated by (role)": "Divisional director, Surgery", "Updated on": date(2026, 9, 23)},
    ],
    "Meetings": [{"Date": date(2026, 11, 4), "Body": "Board of Directors", "Item": "9: performance report"}],
}  # fmt: skip
