"""Makes samples/thurrock-2017.xlsx: the Board paper and the reporting template as at 15 March 2017, as a tracker.

The ten indicators hold what the template's cells hold, with every trap in them. The actions say the same in
our own words. The 33 practices are fictional: codes V00001 to V00033 can't exist, and no real practice is
meant; their totals are those of the Board paper (165,760 patients and 80.00 FTE GPs make 2,072 patients per
FTE GP; 29 of 33 worse than England's 1,321; the worst over five times it; 10 Good, 5 Requires improvement,
5 Inadequate, 13 not inspected). Localities are points of the compass. People appear by role.

    python samples/make_thurrock_2017.py
"""

from datetime import date
from pathlib import Path

from pc_workbook.app import draw_tracker
from pc_workbook.views.parts import Value

Row = dict[str, Value]

# code | locality | registered | weighted | GP FTE | GP headcount | nurse FTE | deprivation | overall rating
PRACTICES = """
V00001|West|5032|5513|1.13|2|1.32|33.4|Inadequate
V00002|East|8547|8244|5.51|7|1.69|12.1|Good
V00003|South|3463|3734|1.01|2|0.62|30.6|
V00004|North|7316|7880|2.05|3|2.02|30.4|
V00005|West|5950|6219|3.67|5|1.05|25.2|
V00006|East|7563|7472|4.47|6|1.36|15.9|Requires improvement
V00007|South|4982|5339|3.35|5|1.34|29.5|Requires improvement
V00008|North|5992|6598|1.54|2|1.49|34.3|Inadequate
V00009|West|2279|2627|0.56|1|0.55|42.7|
V00010|East|7884|7900|4.08|6|2.19|18.2|
V00011|South|5897|6548|1.8|3|1.68|35.8|Requires improvement
V00012|North|4351|4973|0.94|2|0.97|41.1|
V00013|West|3686|3986|1.18|2|0.66|31.1|
V00014|East|4725|4409|3.88|5|0.95|7.0|Good
V00015|South|4376|4444|1.9|3|1.02|20.4|
V00016|North|4857|4867|3.42|5|1.37|18.2|
V00017|West|3532|3570|1.67|3|0.99|19.6|Good
V00018|East|2854|2967|1.04|2|0.75|24.3|Requires improvement
V00019|South|3339|3395|1.89|3|0.66|20.6|
V00020|North|5506|6293|0.8|1|1.42|41.1|Inadequate
V00021|West|9660|8961|5.23|7|1.48|6.1|Good
V00022|East|3736|3831|1.7|3|0.89|22.0|
V00023|South|3003|2946|2.32|3|0.57|14.7|Good
V00024|North|7912|7451|7.57|10|1.49|8.4|Good
V00025|West|2708|2654|0.9|2|0.72|14.6|Inadequate
V00026|East|4075|4099|1.09|2|0.97|18.8|
V00027|South|5636|5620|2.24|3|1.49|17.4|Good
V00028|North|3623|3784|1.38|2|0.91|25.1|Requires improvement
V00029|West|2324|2522|0.81|2|0.57|31.7|Good
V00030|East|2548|2765|1.06|2|0.53|31.7|Inadequate
V00031|South|4661|4324|4.05|6|0.74|6.1|Good
V00032|North|9707|9859|4.81|7|1.91|20.4|Good
V00033|West|4036|4419|0.95|2|1.08|33.3|
"""
LOCALITIES = ("North", "South", "East", "West")
WORKFORCE_SOURCE = "Fictional; totals as in the Board paper, 1.2"
BOARD_PAPER = "Board paper of 15 March 2017"
TEMPLATE = "Reporting template, objective 4D"
HUNDRED_DAYS = ("2016-12-07", "2017-01-18", "2017-02-22")

SETTINGS: Row = {
    "area_name": "Thurrock",
    "area_code": "07G",
    "as_at": date(2017, 3, 15),
    "plan_period": "2017/18",
    "baseline_year": 2016,
    "england_patients_per_gp_fte": 1321,
    "england_patients_per_gp_fte_period": "2014/15",
    "objective_lead": "Head of Primary Care Development",
    "months_between_meetings": 2,
    "months_between_reports": 6,
}


def practice_rows() -> list[list[str]]:
    """The table above, a list of cells a practice."""
    return [line.split("|") for line in PRACTICES.strip().splitlines()]


def practices() -> list[Row]:
    return [
        {
            "code": code,
            "name": f"Fictional practice {int(code[1:]):02d}",
            "locality": locality,
            "registered_patients": int(registered),
            "weighted_patients": int(weighted),
            "list_as_at": "2014/15",
            "deprivation_score": float(deprivation),
            "deprivation_source": "Fictional score; higher is more deprived",
        }
        for code, locality, registered, weighted, _, _, _, deprivation, _ in practice_rows()
    ]


def workforce() -> list[Row]:
    rows: list[Row] = []
    for code, _, _, _, gps, heads, nurses, _, _ in practice_rows():
        shared: Row = {"practice": code, "period": "2014/15", "source": WORKFORCE_SOURCE}
        rows.append({**shared, "staff_group": "All GPs", "fte": float(gps), "headcount": int(heads)})
        rows.append({**shared, "staff_group": "All nurses", "fte": float(nurses)})
    return rows


def inspections() -> list[Row]:
    """Latest ratings as in the Board paper, four earlier ones, and the service rating that the template squeezes in."""
    rows: list[Row] = []
    for n, row in enumerate(r for r in practice_rows() if r[8]):
        code, rating = row[0], row[8]
        published = date(2015 + n % 2, 2 + (5 * n) % 10, 3 + n)
        rows.append(
            {
                "organisation": code,
                "inspected_on": date(published.year, published.month - 1, published.day),
                "published_on": published,
                "overall": rating,
                "safe": rating,
                "effective": "Good" if rating != "Inadequate" else "Requires improvement",
                "caring": "Excellent" if n == 1 else "Good",
                "responsive": "Good",
                "well_led": rating,
                "inherited": "Yes" if n == 7 else "No",
                "special_measures_from": published if rating == "Inadequate" and n % 2 == 0 else None,
            }
        )
    for code, rating, day in (
        ("V00002", "Requires improvement", date(2014, 12, 11)),
        ("V00017", "Requires improvement", date(2014, 11, 20)),
        ("V00020", "Good", date(2014, 12, 4)),
        ("V00031", "Good", date(2014, 10, 30)),
    ):
        rows.append({"organisation": code, "published_on": day, "overall": rating, "inherited": "No"})
    rows.append(
        {
            "organisation": "RDD",
            "service": "Maternity",
            "overall": "Outstanding",
            "note": "May 2016, as the template says",
        }
    )
    return rows


PROVIDERS: list[Row] = [
    {"code": "RDD", "name": "Basildon and Thurrock University Hospitals NHS Foundation Trust", "short_name": "BTUH",
     "kind": "Acute trust", "power_to_act": "Provider"},
    {"code": "RAT", "name": "North East London NHS Foundation Trust", "short_name": "NELFT",
     "kind": "Community and mental health trust", "power_to_act": "Provider; community services: CCG Board",
     "note": "The CCG commissions community services only"},
    {"code": "RWN", "name": "South Essex Partnership University NHS Foundation Trust", "short_name": "SEPT",
     "kind": "Mental health trust", "ends": date(2017, 3, 31), "successor": "R1L", "power_to_act": "Provider"},
    {"code": "R1L", "name": "Essex Partnership University NHS Foundation Trust", "short_name": "EPUT",
     "kind": "Mental health trust", "starts": date(2017, 4, 1), "power_to_act": "Provider"},
    {"code": "RYC", "name": "East of England Ambulance Service NHS Trust", "short_name": "EEAST",
     "kind": "Ambulance trust", "power_to_act": "Influence only", "note": "A regional body"},
]  # fmt: skip

GP_STAFF = "GP providers, salaried and other GPs, registrars, retainers, locums"
NURSE_STAFF = "Practice nurses, advanced nurse practitioners, nurse specialists, trainee and district nurses"
TOWARDS = '"Good" or to be working towards "Good"'
RETAIN = 'Retain "Good" rating overall'

INDICATORS: list[Row] = [
    {"number": 1, "title": "GPs per 1,000 patients",
     "definition": "Full-time equivalent GPs of every kind, registrars, retainers and locums among them, for every 1,000 weighted patients.",
     "kind": "Rate", "unit": "FTE GPs per 1,000 weighted patients", "decimals": 2, "direction": "Higher is better",
     "numerator": "FTE GPs", "denominator": "Weighted patients, thousands", "weighting": "weighted patients",
     "staff_groups": GP_STAFF, "organisation": "Thurrock", "measure": "gp_fte_per_1000_weighted_patients",
     "baseline": "0.47 (2015)", "target": "[England average was 0.61 in 2015]", "target_year": 2021,
     "power_to_act": "NHS England", "source": TEMPLATE, "note": "Also in the CCG outcomes framework."},
    {"number": 2, "title": "Nurses per 1,000 patients",
     "definition": "Full-time equivalent nurses, trainee and district nurses among them, for every 1,000 weighted patients.",
     "kind": "Rate", "unit": "FTE nurses per 1,000 weighted patients", "decimals": 2, "direction": "Higher is better",
     "numerator": "FTE nurses", "denominator": "Weighted patients, thousands", "weighting": "weighted patients",
     "staff_groups": NURSE_STAFF, "organisation": "Thurrock", "measure": "nurse_fte_per_1000_weighted_patients",
     "baseline": "0.22 (2015)\n4", "target": "[England average was 0.27 in 2015]", "target_year": 2021,
     "power_to_act": "NHS England", "source": TEMPLATE, "note": "Also in the CCG outcomes framework."},
    {"number": 3, "title": "GP practices rated at least Requires improvement",
     "definition": "Share of GP practices with an overall rating of Requires improvement or below, across all domains.",
     "kind": "Percentage", "unit": "% of practices", "decimals": 0, "direction": "Higher is better",
     "numerator": "Practices so rated", "denominator": "Not said", "organisation": "Thurrock",
     "measure": "cqc_share_at_least_requires_improvement",
     "baseline": "Baseline expected by the end of November 2016\n40%", "target": "100%", "target_year": 2021,
     "target_kind": "Level", "power_to_act": "Influence only", "source": TEMPLATE,
     "note": "Missing: the counts behind the baselines of indicators 3 and 4"},
    {"number": 4, "title": "GP practices rated at least Good",
     "definition": "Share of GP practices with an overall rating of Good or above, across all domains.",
     "kind": "Percentage", "unit": "% of practices", "decimals": 0, "direction": "Higher is better",
     "numerator": "Practices so rated", "denominator": "Not said", "organisation": "Thurrock",
     "measure": "cqc_share_at_least_good",
     "baseline": "Baseline expected by the end of November 2016\n37%", "target": "50%", "target_year": 2021,
     "target_kind": "Level", "power_to_act": "Influence only", "source": TEMPLATE},
    {"number": 5, "title": "Patients with a good experience of GP services",
     "definition": "Weighted share of patients who called their overall experience fairly good or very good in the GP Patient Survey.",
     "kind": "Percentage", "unit": "% of respondents, weighted", "decimals": 0, "direction": "Higher is better",
     "numerator": "Fairly good or very good", "denominator": "Answers, weighted", "organisation": "Thurrock",
     "measure": "good_experience_of_gp_services", "baseline": "80% (2015/16)",
     "target": "[England average was 85% in 2015/16]", "target_year": 2021, "power_to_act": "NHS England",
     "source": "GP Patient Survey"},
    {"number": 6, "title": "A&E attendances that last four hours or less",
     "definition": "Share of attendances in which the patient is seen and then leaves A&E, admitted, transferred or discharged, in under four hours.",
     "kind": "Percentage", "unit": "% of attendances", "decimals": 2, "direction": "Higher is better",
     "numerator": "Attendances within four hours", "denominator": "All attendances", "organisation": "RDD",
     "measure": "ae_within_four_hours", "baseline": "91.11% (2015/16)", "target": "95%", "target_year": 2021,
     "target_kind": "Level", "national_standard": "95%", "power_to_act": "Provider", "source": "A&E attendances, NHS England",
     "note": "Missing: the recovery plan and trajectory agreed in May 2016"},
    {"number": 7, "title": "Overall CQC rating: BTUH", "definition": "The trust's overall rating across all domains.",
     "kind": "Ordinal", "unit": "CQC rating", "organisation": "RDD", "measure": "cqc_rating_btuh",
     "baseline": 'Good (maternity department rated as "outstanding ") (May 2016)', "target": RETAIN, "target_year": 2021,
     "target_kind": "Ordinal", "power_to_act": "Provider", "source": "Care Quality Commission"},
    {"number": 8, "title": "Overall CQC rating: NELFT", "definition": "The trust's overall rating across all domains.",
     "kind": "Ordinal", "unit": "CQC rating", "organisation": "RAT", "measure": "cqc_rating_nelft",
     "baseline": "Requires Improvement (Thurrock CCG only commissions Community Services (Sept. 2016)", "target": TOWARDS,
     "target_year": 2021, "target_kind": "Ordinal", "power_to_act": "CCG Board", "source": "Care Quality Commission"},
    {"number": 9, "title": "Overall CQC rating: SEPT", "definition": "The trust's overall rating across all domains.",
     "kind": "Ordinal", "unit": "CQC rating", "organisation": "RWN", "measure": "cqc_rating_sept",
     "baseline": "Good (November 2015)", "target": RETAIN, "target_year": 2021, "target_kind": "Ordinal",
     "power_to_act": "Provider", "source": "Care Quality Commission"},
    {"number": 10, "title": "Overall CQC rating: East of England Ambulance Service",
     "definition": "The trust's overall rating across all domains.", "kind": "Ordinal", "unit": "CQC rating",
     "organisation": "RYC", "measure": "cqc_rating_eeast", "baseline": "Requires Improvement (Aug. 2016)",
     "target": TOWARDS, "target_year": 2021, "target_kind": "Ordinal", "power_to_act": "Influence only",
     "source": "Care Quality Commission"},
]  # fmt: skip

WAITS = "Progress depends in part on other changes in the system that come later, e.g. the Integrated Healthy Living Centres"


def trajectory() -> list[Row]:
    """What stands in the year columns. A year without a value has no row; a note over several years is one note."""
    rows: list[Row] = [
        {"indicator": 1, "year": 2017, "note": WAITS},
        {
            "indicator": 2,
            "year": 2017,
            "note": "ogress depends in part on other changes in the system that come later –",
        },
        {"indicator": 3, "year": 2017, "value": "_"},
        {"indicator": 4, "year": 2017, "value": "_"},
    ]
    rows += [{"indicator": 5, "year": year, "value": f"{year - 1936}%"} for year in range(2017, 2021)]
    rows += [
        {"indicator": 6, "year": 2017, "value": "91.88% Description trajectory?"},
        {"indicator": 6, "year": 2019, "value": "93.44%"},
        {"indicator": 6, "year": 2020, "value": "94.22%"},
        {"indicator": 6, "year": 2021, "value": "95%"},
    ]
    for number, words in ((7, RETAIN), (8, TOWARDS), (9, RETAIN), (10, TOWARDS)):
        rows += [{"indicator": number, "year": year, "value": words} for year in range(2017, 2022)]
    return [{"status": "Agreed", **row} for row in rows]


ACTIONS: list[Row] = [
    {"letter": "A", "text": "Help practices bring their policies and procedures up to date, so that they work better.",
     "links": "4, 3", "functions": "3", "delivery": "Ongoing", "power_to_act": "Influence only", "marking": "Public"},
    {"letter": "B", "text": "Support practices before and after a CQC inspection, so that their ratings improve.",
     "outcome": "By 2020 no practice is in special measures or rated Inadequate. By 2020 50% of practices are rated Good.",
     "links": "4, 3", "functions": "3", "delivery": "By 2020, this is ongoing support to practices",
     "power_to_act": "Influence only", "marking": "Public"},
    {"letter": "C", "text": "Write a Primary Care Strategy that plans the workforce and its development.",
     "links": "1, 2, 5", "functions": "2", "delivery": "December 2016", "power_to_act": "CCG Board", "marking": "Public"},
    {"letter": "D", "text": "Ask whoever takes over a GP contract that ends to be a teaching practice, or to be working towards it.",
     "links": "1,2,5", "functions": "7", "delivery": "Ongoing", "power_to_act": "NHS England", "marking": "Exempt",
     "exempt_paragraph": "3", "marking_reason": "Contract terms could harm a tender", "marked_by": "Accountable Officer"},
    {"letter": "E", "text": "Encourage practices to fill staffing gaps with other skills such as (an example might prove useful)",
     "links": "1,2,5", "functions": "1, 2", "delivery": "On-going", "power_to_act": "Influence only", "marking": "Public"},
    {"letter": "F", "text": "Open the 4 Hubs at weekends as well, in support of care out of hours.",
     "links": "1,2,5", "functions": "2", "delivery": "On-going ", "power_to_act": "CCG Board", "marking": "Public"},
]  # fmt: skip

ASSIGNED = "Named locality managers are assigned to the practices of their locality and support them"
PROGRESS = {
    "A": (f"{ASSIGNED} in updating their policies. It goes on as each practice is looked at.", "Amber", 40),
    "B": (f"{ASSIGNED} in preparing for CQC visits. Issues raised afterwards are worked on with NHS England and the CQC.", "Amber", 35),
    "C": ("Being written as part of the GP Forward View. The first draft is due by 23/12/16.", "Red", 60),
    "D": ("No contract is being bought for the long term at present. One is expected to be within the next 6 months.", None, None),
    "E": ("Practices are encouraged to take up e-consult, clinical pharmacists and physiotherapists, so that GPs have time for long-term conditions.", "Green", 50),
    "F": ("On-going", None, None),
}  # fmt: skip
REASONS = {"Amber": "Six of the practices have no date yet", "Red": "The draft is late", "Green": None}


ELSEWHERE = {
    ("A", "South"): "All eight practices have checked their policies against the list; five have gaps to close.",
    ("A", "East"): "The safeguarding policy has been renewed in every practice.",
    ("A", "West"): "Two practices asked for help with infection control; the rest are up to date.",
    ("B", "South"): "One practice had its visit in February and waits for the report.",
    ("B", "East"): "Mock inspections were held at three practices that have not been inspected.",
    ("B", "West"): "The practice rated Inadequate has a plan; the next look is in April.",
}


def progress() -> list[Row]:
    """One row an action and locality; North reports what the template says, the others what a manager might."""
    rows: list[Row] = []
    for letter, (words, rag, done) in PROGRESS.items():
        for locality in LOCALITIES:
            told = locality == "North"
            rows.append(
                {
                    "action": letter,
                    "locality": locality,
                    "progress": words if told else ELSEWHERE.get((letter, locality)),
                    "rag": rag if told else None,
                    "rag_reason": REASONS.get(str(rag)) if told else None,
                    "per_cent_complete": done if told else None,
                    "next_step": "Report to the Delivery Group" if told and done else None,
                    "next_step_date": date(2017, 5, 10) if told and done else None,
                    "updated_by": f"Locality manager, {locality}" if letter != "D" and (told or letter in "AB") else None,
                    "updated_on": date(2017, 3, 1) if letter in "AB" else date(2016, 11, 30) if told and letter != "D" else None,
                    "marking": "Exempt" if letter == "D" else "Public",
                    **({"exempt_paragraph": "3", "marking_reason": "Contract terms could harm a tender", "marked_by": "Accountable Officer"} if letter == "D" else {}),
                }
            )  # fmt: skip
    return rows


AS_AT = date(2017, 3, 15)

HISTORY: list[Row] = [
    {"entered_on": date.fromisoformat(day), "action": letter, "locality": "North", "role": "Locality manager, North",
     "text": words, "marking": "Public"}
    for day, letter, words in (
        (HUNDRED_DAYS[0], "A", "Managers were named for all four localities."),
        (HUNDRED_DAYS[1], "A", "Eleven practices have gone through their policies with their manager."),
        (HUNDRED_DAYS[1], "B", "Two practices were helped to prepare for a visit."),
        (HUNDRED_DAYS[2], "B", "An improvement plan was agreed with one practice rated Inadequate."),
        (HUNDRED_DAYS[0], "C", "The first draft is being written."),
        (HUNDRED_DAYS[1], "E", "A clinical pharmacist started in two practices."),
    )
]  # fmt: skip

MILESTONES: list[Row] = [
    {"action": "B", "practice": "V00001", "milestone": "Improvement plan agreed with the practice", "due": date(2017, 2, 28),
     "done": date(2017, 2, 20), "state": "Done", "marking": "Internal"},
    {"action": "B", "practice": "V00008", "milestone": "Improvement plan agreed with the practice", "due": date(2017, 2, 28),
     "state": "In hand", "note": "Waiting for the partners' meeting", "marking": "Internal"},
    {"action": "B", "practice": "V00020", "milestone": "Improvement plan agreed with the practice", "due": date(2017, 4, 28),
     "state": "In hand", "marking": "Internal"},
    {"action": "A", "practice": "V00004", "milestone": "Policies checked against the list", "due": date(2017, 3, 31), "marking": "Public"},
    {"action": "A", "practice": "V00012", "milestone": "Policies checked against the list", "due": date(2017, 4, 28),
     "state": "In hand", "note": "Half of them are done", "marking": "Public"},
    {"action": "C", "milestone": "First draft out for comment", "due": date(2016, 12, 23), "state": "In hand", "marking": "Public"},
    {"action": "C", "milestone": "Strategy before the CCG Board", "due": date(2017, 5, 24), "state": "Not started", "marking": "Public"},
]  # fmt: skip

PROGRAMMES: list[Row] = [
    *({"name": f"Integrated Healthy Living Centre {n}", "kind": "Integrated Healthy Living Centre", "function": 8,
       "state": "Proposed", "power_to_act": "CCG Board", "marking": "Public"} for n in range(1, 5)),
    {"name": "Accountable Care Organisation, Tilbury", "kind": "Accountable Care Organisation", "function": 6,
     "state": "In development", "marking": "Public"},
    {"name": "Patient Participation Groups", "kind": "Patient Participation Groups", "function": 4,
     "lead": "Chief Operating Officer, Healthwatch", "state": "Under way", "marking": "Public"},
    {"name": "Learning disability health checks", "kind": "Learning disability health checks", "function": 5,
     "state": "Not yet reported", "marking": "Public"},
    {"name": "Long-term condition management card", "kind": "Long-term condition management card", "function": 1,
     "lead": "Director of Public Health", "state": "Under way", "also_written": "Score Care; Management Card", "marking": "Public"},
    {"name": "Work plan of the two programme managers", "kind": "Public health programme managers' work plan", "function": 3,
     "lead": "Director of Public Health", "state": "Being finalised", "marking": "Public"},
]  # fmt: skip

MEMBERS = (
    ("Portfolio Holder for Education and Health (chair)", "Thurrock Council", None),
    ("Corporate Director of Adults, Housing and Health", "Thurrock Council", None),
    ("Director of Public Health", "Thurrock Council", None),
    ("Accountable Officer", "NHS Thurrock CCG", "Acting Interim Accountable Officer"),
    ("Director of Transformation", "NHS Thurrock CCG", None),
    ("Head of Primary Care Development", "NHS Thurrock CCG", None),
    ("Chief Operating Officer, Healthwatch", "Thurrock Healthwatch", None),
)


def roles() -> list[Row]:
    rows: list[Row] = [
        {"role": role, "organisation": body, "audience": "Member", "also_written": other}
        for role, body, other in MEMBERS
    ]
    rows += [
        {"role": f"Guest from {body}", "organisation": body, "audience": "Guest"} for body in ("BTUH", "NELFT", "SEPT")
    ]
    rows += [
        {"role": f"Locality manager, {locality}", "organisation": "NHS Thurrock CCG", "audience": "Officer"}
        for locality in LOCALITIES
    ]
    return rows


def filed() -> list[Row]:
    """What stands on Action progress and in the notes of milestones is in the history too, as after a refresh."""
    marking = ("marking", "exempt_paragraph", "marking_reason", "marked_by")
    told: list[Row] = [
        {"entered_on": row["updated_on"] or AS_AT, "action": row["action"], "locality": row["locality"],
         "role": row["updated_by"], "new_state": row["rag"], "text": row["progress"]} | {n: row.get(n) for n in marking}
        for row in progress() if row["progress"]
    ]  # fmt: skip
    notes: list[Row] = [
        {"entered_on": AS_AT, "action": row["action"], "practice": row["practice"], "text": row["note"], "marking": row["marking"]}
        for row in MILESTONES if row.get("note")
    ]  # fmt: skip
    return told + notes


MEETINGS: list[Row] = [
    {"held_on": date(2017, 3, 15), "body": "Thurrock Health and Wellbeing Board", "item": "11: the Delivery Group is set up",
     "note": "Missing: Appendix A of the paper, the list of practices and their ratings"},
    {"held_on": date(2017, 5, 10), "body": "Primary Care Improvement and Delivery Group", "item": "First meeting",
     "note": "The paper calls meetings bi-monthly and reports bi-annual: read as every two months, and twice a year"},
    {"held_on": date(2017, 7, 12), "body": "Primary Care Improvement and Delivery Group",
     "note": "Missing: the terms of reference, which cover diversity and equality"},
]  # fmt: skip

FUNCTIONS: list[Row] = [
    {"number": n, "function": words}
    for n, words in enumerate(
        (
            "Take in what the long-term conditions Score Care and other data tell, and steer work on clinical variation.",
            "Receive progress on the recommendations of the public health report and its programmes.",
            "Lead and oversee the work plan of the Primary Care Development Team.",
            "Lead and oversee the programme on Patient Participation Groups.",
            "Lead and oversee work on the take-up of learning disability health checks.",
            "Receive progress on the Accountable Care Organisation in Tilbury.",
            "Look for chances to bundle and re-tender GP contracts, and recommend them to NHS England.",
            "Report progress on the four Integrated Healthy Living Centres to the Portfolio Holder.",
            "Consider what co-commissioning of primary care could bring.",
        ),
        start=1,
    )
]


CLAIMS: list[Row] = [
    {"number": 1, "claim": "All but four practices have more patients per FTE GP than England", "test": "Count beyond a comparator",
     "measure": "patients_per_gp_fte", "value": "all but 4", "comparator": "England", "short_name": "all_but_four_worse",
     "source": "Board paper, 1.2"},
    {"number": 2, "claim": "The worst practice has over five times England's patients per FTE GP", "test": "Times a comparator",
     "measure": "patients_per_gp_fte", "value": "over 5", "comparator": "England", "short_name": "worst_over_five_times",
     "source": "Board paper, 1.2"},
    {"number": 3, "claim": "Strong positive correlation of patients per FTE GP with deprivation", "test": "Correlation",
     "measure": "patients_per_gp_fte", "value": "at least 0.5", "second_measure": "deprivation_score",
     "short_name": "correlation_with_deprivation", "source": "Board paper, 1.2"},
]  # fmt: skip

PACKS: list[Row] = [
    {"pack": "full", "title": "Primary care board pack", "body": "Health and Wellbeing Board", "every_months": 6,
     "note": "Every section, for the Board's next meeting"},
    {"pack": "half-yearly", "title": "Half-yearly report on primary care", "body": "Health and Wellbeing Board", "every_months": 6,
     "sections": "Summary; Changes; Indicators; CQC ratings; Functions; Risks; Sources; Methods; Terms and symbols",
     "note": "The shorter report to the Board, twice a year"},
    {"pack": "delivery-group", "title": "Primary care delivery pack", "body": "Delivery Group", "every_months": 2,
     "note": "Every section, for the Delivery Group's next meeting, every two months"},
]  # fmt: skip


def rows() -> dict[str, list[Row]]:
    """Every list of the tracker."""
    return {
        "tblLocalities": [{"name": name, "manager": f"Locality manager, {name}"} for name in LOCALITIES],
        "tblPractices": practices(),
        "tblWorkforce": workforce(),
        "tblCqcRatings": inspections(),
        "tblProviders": PROVIDERS,
        "tblIndicators": INDICATORS,
        "tblTrajectory": trajectory(),
        "tblActions": ACTIONS,
        "tblActionProgress": progress(),
        "tblMilestones": MILESTONES,
        "tblProgressHistory": [*HISTORY, *filed()],
        "tblProgrammes": PROGRAMMES,
        "tblRoles": roles(),
        "tblMeetings": MEETINGS,
        "tblApprovals": [{"edition": date(2017, 3, 15), "role": role} for role, _, _ in MEMBERS],
        "tblFunctions": FUNCTIONS,
        "tblClaims": CLAIMS,
        "tblPackKinds": PACKS,
    }


def make(path: Path) -> None:
    """Write the sample tracker. The same bytes each time."""
    draw_tracker(path, rows(), SETTINGS, "Thurrock primary care improvement tracker, 15 March 2017 (sample)")


if __name__ == "__main__":
    make(Path(__file__).with_name("thurrock-2017.xlsx"))
