"""The plain script that people write: pandas reads by openpyxl, pydantic judges row by row, pandas writes by openpyxl.

It does the work of a refresh but for most of its rules and its words: every list is judged, a row a model, then the
lists against one another; all nine sheets are made, their columns formatted, their charts drawn. With --into-tracker
its sheets go where a refresh puts them: into a copy of the tracker, loaded and saved by openpyxl; else into a new file.

    python benchmarks/plain.py TRACKER.xlsx OUT.xlsx [--into-tracker]
"""

import sys
from datetime import date
from shutil import copyfile
from typing import Annotated, Any, Literal

import pandas as pd
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import BaseModel, Field, ValidationError, create_model

HEADING_ROW = 5
AS_AT = date(2017, 3, 15)

Code = Annotated[str, Field(pattern=r"^[A-Z]\d{5}$")]
Above0 = Annotated[float, Field(gt=0)]
NotBelow0 = Annotated[float, Field(ge=0)]
Percent = Annotated[float, Field(ge=0, le=100)]
Fte = Annotated[float, Field(ge=0, le=500)]
Words = str | int | float  # a cell that takes words, whatever Excel made of them
Rating = Literal[
    "Outstanding",
    "Good",
    "Requires improvement",
    "Inadequate",
    "Not inspected",
    "Not yet rated",
    "Insufficient evidence",
]
Rag = Literal["Red", "Amber", "Green", "Not rated"]
Marking = Literal["Public", "Exempt", "Internal"]
MARKED = {"Marking": Marking, "Exempt paragraph": Words, "Marking reason": str, "Marked by": str}


def model(name: str, needed: dict[str, Any], others: dict[str, Any]) -> type[BaseModel]:
    """A row's model: the columns it needs and those it may leave empty, by their headings."""
    columns: dict[str, Any] = {heading: (kind, Field(alias=heading)) for heading, kind in needed.items()}
    columns |= {heading: (kind | None, Field(default=None, alias=heading)) for heading, kind in others.items()}
    return create_model(name, **{f"c{n}": told for n, told in enumerate(columns.values())})


# fmt: off
LISTS = {
    "Localities": model("Locality", {"Locality": str}, {"Locality manager (role)": str, "Note": Words}),
    "Practices": model("Practice", {"Practice code": Code, "Practice name": str}, {
        "Locality": str, "Opened": date, "Closed": date, "Merged into": Code, "Registered patients": Above0,
        "Weighted patients": Above0, "List size as at": Words, "Deprivation score": Percent, "Deprivation source": str,
        "Contract type": str, "Note": Words, **MARKED}),
    "Workforce": model("Workforce", {"Practice code": Code, "Period": Words, "Staff group": str}, {
        "FTE": Fte, "Headcount": NotBelow0, "Registered patients": Above0, "Weighted patients": Above0, "Source": str,
        "Extracted on": date}),
    "CQC ratings": model("Inspection", {"Organisation code": str}, {
        "Service": str, "Inspected on": date, "Published on": date, "Overall": Rating, "Safe": Rating,
        "Effective": Rating, "Caring": Rating, "Responsive": Rating, "Well-led": Rating, "Inherited": str,
        "Special measures from": date, "Special measures to": date, "Improvement plan": str, "Plan dated": date,
        "Plan source": str, "Note": Words}),
    "Providers": model("Provider", {"Provider code": str, "Provider": str}, {
        "Short name": str, "Kind": str, "From": date, "To": date, "Successor code": str, "Power to act": str,
        "Note": Words}),
    "Indicators": model("Indicator", {"Number": int, "Title": str, "Kind": Literal["Rate", "Percentage", "Ordinal"]}, {
        "Definition": str, "Unit": str, "Decimals": int, "Direction": str, "Numerator": str, "Denominator": str,
        "CQC denominator": str, "Weighting": str, "Staff groups": str, "Organisation measured": str, "Measure": str,
        "Baseline": Words, "Baseline period": Words, "Baseline numerator": float, "Baseline denominator": float,
        "Target": Words, "Target year": int, "Target kind": str, "Comparator": str, "Comparator value": Words,
        "Comparator period": Words, "National standard": Words, "Tolerance": float, "Boundary": str,
        "Definition ruling": str, "Power to act": str, "Source": str, "RAG override": Rag, "Override by": str,
        "Override on": date, "Override reason": str, "Note": Words}),
    "Trajectory": model("TrajectoryPoint", {"Indicator": int, "Year": int}, {
        "Value": Words, "Status": str, "Note": Words}),
    "Observations": model("Observation", {"Indicator": int, "Organisation": str, "Period": Words}, {
        "Value": float, "Numerator": NotBelow0, "Denominator": Above0, "Source": str, "Extracted on": date,
        "Revision": Literal["First published", "Revised", "Provisional"], "Note": Words}),
    "Actions": model("Action", {"Action": str, "What is promised": str}, {
        "Outcome": str, "Action lead (role)": str, "Linked indicators": Words, "Functions": Words,
        "Delivery date": Words, "First delivery date": Words, "Times slipped": int, "Review date": date,
        "Completed on": date, "Reference": str, "Power to act": str, "Programme": str, "Note": Words, **MARKED}),
    "Action progress": model("ActionProgress", {"Action": str, "Locality": str}, {
        "Progress": Words, "RAG": Rag, "RAG reason": str, "Per cent complete": Percent, "Next step": str,
        "Next step date": date, "Updated by (role)": str, "Updated on": date, **MARKED}),
    "Milestones": model("Milestone", {"Action": str, "Milestone": str}, {
        "Practice code": Code, "Due": date, "Done": date, "State": str, "Note": Words, **MARKED}),
    "Progress history": model("ProgressEntry", {"Entered on": date, "Action": str, "Text": Words}, {
        "Locality": str, "Practice code": Code, "Role": str, "Old state": Rag, "New state": Rag, **MARKED}),
    "Long-term conditions": model("Condition", {"Practice code": Code, "Condition": str, "Period": Words}, {
        "Register": NotBelow0, "List size": Above0, "List type": str, "Expected prevalence": Percent,
        "Achievement": Percent, "Source": str}),
    "Programmes": model("Programme", {"Programme": str}, {
        "Kind": str, "Lead (role)": str, "Function": int, "Starts": date, "Due": date, "State": str, "Progress": Words,
        "Next step": str, "Power to act": str, "Also written as": str, "Note": Words, **MARKED}),
    "People and roles": model("Role", {"Role": str}, {
        "Organisation": str, "Person": str, "Audience": str, "From": date, "To": date, "Also written as": str,
        "Note": Words}),
    "Meetings": model("Meeting", {"Date": date}, {"Body": str, "Item": Words, "Note": Words}),
    "Approvals": model("Approval", {"Edition": date, "Role": str}, {"Approved on": date, "Note": Words}),
    "Functions": model("Function", {"Number": int, "Function": str}, {"Note": Words}),
    "Accepted warnings": model("Acceptance", {"Finding": str, "Accepted by (role)": str, "Accepted on": date,
        "Reason": str}, {}),
    "Issued editions": model("EditionFigure", {"Edition": date, "Measure": str, "Organisation": str}, {
        "Period": Words, "Value": float, "RAG": Rag, "In words": str}),
}
# fmt: on


def valid(book: dict[str, pd.DataFrame], sheet: str, findings: list[dict[str, Any]]) -> pd.DataFrame:
    """A list's sound rows, one model a row; the others become findings."""
    judge, rows, places = LISTS[sheet], [], []
    for at, row in enumerate(book[sheet].to_dict("records"), HEADING_ROW + 1):
        given = {str(heading): None if pd.isna(value) else value for heading, value in row.items()}
        if all(value is None for value in given.values()):
            continue
        try:
            rows.append(judge(**given).model_dump(by_alias=True))
            places.append(at)
        except ValidationError as error:
            findings.extend(
                {"sheet": sheet, "row": at, "column": e["loc"][0], "what": e["msg"], "holds": str(e["input"])}
                for e in error.errors()
            )
    return pd.DataFrame(rows, places, [field.alias for field in judge.model_fields.values()])


# fmt: off
KEYS = {"Localities": ["Locality"], "Practices": ["Practice code"], "Workforce": ["Practice code", "Period", "Staff group"],
        "Indicators": ["Number"], "Trajectory": ["Indicator", "Year"], "Actions": ["Action"],
        "Observations": ["Indicator", "Organisation", "Period", "Revision"]}
LINKS = (("Workforce", "Practice code", "Practices", "Practice code"), ("Practices", "Locality", "Localities", "Locality"),
         ("Trajectory", "Indicator", "Indicators", "Number"), ("Observations", "Indicator", "Indicators", "Number"),
         ("Action progress", "Action", "Actions", "Action"), ("Milestones", "Action", "Actions", "Action"))
# fmt: on


def contradictions(lists: dict[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """What is wrong between rows: keys that come twice, links that lead nowhere, parts that contradict their whole."""
    found: list[dict[str, Any]] = []

    def tell(sheet: str, column: str, rows: pd.DataFrame, what: str) -> None:
        found.extend(
            {"sheet": sheet, "row": at, "column": column, "what": what, "holds": str(holds)}
            for at, holds in rows[column].items()
        )

    for sheet, key in KEYS.items():
        tell(sheet, key[0], lists[sheet][lists[sheet].duplicated(key)], "comes twice")
    for sheet, column, other, key_of_other in LINKS:
        values = lists[sheet][column]
        strange = lists[sheet][values.notna() & ~values.isin(lists[other][key_of_other])]
        tell(sheet, column, strange, f"not among {other}")
    seen = lists["Observations"]
    tell("Observations", "Numerator", seen[seen["Numerator"] > seen["Denominator"]], "larger than its denominator")
    shares = 100 * seen["Numerator"] / seen["Denominator"]
    tell("Observations", "Value", seen[(shares - seen["Value"]).abs() > 0.051], "not what its parts say")
    served = ", ".join(lists["Actions"]["Linked indicators"].dropna().astype(str)).split(", ")
    indicators = lists["Indicators"]
    tell("Indicators", "Number", indicators[~indicators["Number"].astype(str).isin(served)], "no action serves it")
    return found


def practice_summary(lists: dict[str, pd.DataFrame]) -> pd.DataFrame:
    fte = lists["Workforce"].pivot_table(index="Practice code", columns="Staff group", values="FTE", aggfunc="sum")
    summary = lists["Practices"].merge(fte, left_on="Practice code", right_index=True, how="left")
    summary["patients_per_gp_fte"] = summary["Registered patients"] / summary["All GPs"]
    summary["gp_per_1000_weighted"] = summary["All GPs"] / summary["Weighted patients"] * 1000
    latest = lists["CQC ratings"].sort_values("Published on").groupby("Organisation code").tail(1)
    rated = latest[["Organisation code", "Overall", "Published on"]].rename(
        columns={"Organisation code": "Practice code"}
    )
    return summary.merge(rated, on="Practice code", how="left").sort_values("patients_per_gp_fte", ascending=False)


def locality_summary(practices: pd.DataFrame) -> pd.DataFrame:
    summed = ["Registered patients", "Weighted patients", "All GPs", "All nurses"]
    localities = practices.groupby("Locality")[summed].sum()
    localities["patients_per_gp_fte"] = localities["Registered patients"] / localities["All GPs"]
    return localities.reset_index()


def cqc_summary(practices: pd.DataFrame) -> pd.DataFrame:
    counts = practices["Overall"].value_counts().rename_axis("rating").reset_index(name="practices")
    counts["of_inspected"] = counts["practices"] / practices["Overall"].notna().sum()
    counts["of_all"] = counts["practices"] / len(practices)
    return counts


def indicator_summary(lists: dict[str, pd.DataFrame]) -> pd.DataFrame:
    seen = lists["Observations"]
    seen["when"] = pd.to_datetime(seen["Period"], format="%b %Y")
    newest = seen[seen["Organisation"] == "Thurrock"].sort_values("when").groupby("Indicator").tail(1)
    told = lists["Indicators"].merge(newest, left_on="Number", right_on="Indicator", how="left", suffixes=("", " seen"))
    plan = lists["Trajectory"].assign(plan=pd.to_numeric(lists["Trajectory"]["Value"], errors="coerce"))
    told["year"] = told["when"].dt.year
    told = told.merge(
        plan[["Indicator", "Year", "plan"]], left_on=["Number", "year"], right_on=["Indicator", "Year"], how="left"
    )
    told["to_trajectory"] = told["Value"] - told["plan"]
    told["to_target"] = told["Value"] - pd.to_numeric(told["Target"].astype(str).str.rstrip("%"), errors="coerce")
    return told


def action_summary(lists: dict[str, pd.DataFrame]) -> pd.DataFrame:
    last = lists["Action progress"].sort_values("Updated on").groupby("Action").tail(1)
    told = lists["Actions"].merge(last, on="Action", how="left", suffixes=("", " of progress"))
    told["overdue"] = (pd.to_datetime(told["Delivery date"], errors="coerce", format="%B %Y") < pd.Timestamp(AS_AT)) & (
        told["Completed on"].isna()
    )
    return told


def steps(lists: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Each indicator's way: a row a year, what was planned and what was seen last."""
    seen = lists["Observations"]
    mine = seen[seen["Organisation"] == "Thurrock"].assign(Year=seen["when"].dt.year).sort_values("when")
    actual = mine.groupby(["Indicator", "Year"])["Value"].last().rename("actual").reset_index()
    plan = lists["Trajectory"].assign(plan=pd.to_numeric(lists["Trajectory"]["Value"], errors="coerce"))
    return plan[["Indicator", "Year", "plan"]].merge(actual, how="outer").sort_values(["Indicator", "Year"])


def to_chase(lists: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Each action in each locality that nobody has reported on for a quarter."""
    wanted = lists["Actions"][["Action", "What is promised"]].merge(lists["Localities"], how="cross")
    wanted = wanted.merge(lists["Action progress"], on=["Action", "Locality"], how="left")
    age = pd.Timestamp(AS_AT) - pd.to_datetime(wanted["Updated on"], errors="coerce")
    return wanted[age.isna() | (age.dt.days > 92)]


def dashboard(sheets: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The figures at the top, and each indicator's distance to its target with a colour word."""
    practices, told = sheets["Practice summary"], sheets["Indicator summary"]
    figures = [
        ("Practices", float(len(practices)), ""),
        ("Registered patients", practices["Registered patients"].sum(), ""),
        ("Patients per FTE GP", practices["Registered patients"].sum() / practices["All GPs"].sum(), ""),
        ("Actions overdue", float(sheets["Action summary"]["overdue"].sum()), ""),
        ("To chase", float(len(sheets["To chase"])), ""),
        ("Cells to mend", float(len(sheets["Data quality"])), ""),
    ]
    for title, gap in zip(told["Title"], told["to_target"], strict=True):
        rag = "Not rated" if pd.isna(gap) else "Green" if gap >= 0 else "Amber" if gap >= -5 else "Red"
        figures.append((title, gap, rag))
    return pd.DataFrame(figures, columns=["what", "figure", "RAG"])


NOTES = pd.DataFrame(
    [
        ("Patients per FTE GP", "Registered patients of practices with a return, over their full-time equivalent GPs."),
        ("Gap to target", "The newest value less the target of 2021."),
        ("Gap to trajectory", "The newest value less the year's point of the trajectory."),
        ("Share of practices", "Practices with the rating, over those inspected and over all."),
        ("Overdue", "The delivery date is before the as-at date and the action is not completed."),
        ("To chase", "No progress in the locality, or none for a quarter."),
    ],
    columns=["measure", "how it is made"],
)
RAG_FILLS = {"Red": "F8CBAD", "Amber": "FFE699", "Green": "C6E0B4"}


def format_sheet(sheet: Worksheet, frame: pd.DataFrame) -> None:
    """A heading that stands out, columns as wide as they need, and a number format for each."""
    for column, (heading, cells) in enumerate(zip(frame.columns, sheet.columns, strict=True), 1):
        cells[0].font, cells[0].fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", "1F3864")
        shown = 0
        for cell in cells[1:]:
            if isinstance(cell.value, float):
                cell.number_format = "#,##0.00"
            elif isinstance(cell.value, date):
                cell.number_format = "dd/mm/yyyy"
            elif fill := RAG_FILLS.get(str(cell.value)):
                cell.fill = PatternFill("solid", fill)
            shown = max(shown, len(str(cell.value)))
        sheet.column_dimensions[get_column_letter(column)].width = min(60, max(len(str(heading)), shown) + 2)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.print_title_rows = "1:1"


def draw_ways(sheet: Worksheet, frame: pd.DataFrame) -> None:
    """A line chart an indicator."""
    place = frame.reset_index(drop=True)
    for n, (number, rows) in enumerate(place.groupby("Indicator")):
        first, last = rows.index[0] + 2, rows.index[-1] + 2
        chart = LineChart()
        chart.title = f"Indicator {number}"
        for column in (3, 4):
            chart.add_data(Reference(sheet, min_col=column, min_row=first, max_row=last))
        chart.set_categories(Reference(sheet, min_col=2, min_row=first, max_row=last))
        sheet.add_chart(chart, f"G{2 + 16 * n}")


def draw_bars(sheet: Worksheet, frame: pd.DataFrame, label: str, value: str) -> None:
    places = {str(name): n for n, name in enumerate(frame.columns, 1)}
    chart = BarChart()
    chart.title = value
    chart.add_data(Reference(sheet, min_col=places[value], min_row=1, max_row=len(frame) + 1), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=places[label], min_row=2, max_row=len(frame) + 1))
    sheet.add_chart(chart, f"{get_column_letter(len(places) + 2)}2")


def summaries(book: dict[str, pd.DataFrame]) -> tuple[dict[str, pd.DataFrame], int]:
    """The sheets to write, from the sheets that were read, and how many cells of Observations can't be read."""
    findings: list[dict[str, Any]] = []
    lists = {sheet: valid(book, sheet, findings) for sheet in LISTS}
    unread = sum(found["sheet"] == "Observations" for found in findings)
    practices = practice_summary(lists)
    sheets = {
        "Indicator summary": indicator_summary(lists),
        "Trajectories": steps(lists),
        "Practice summary": practices,
        "Locality summary": locality_summary(practices),
        "CQC summary": cqc_summary(practices),
        "Action summary": action_summary(lists),
        "To chase": to_chase(lists),
        "Data quality": pd.DataFrame(findings + contradictions(lists)),
        "Method notes": NOTES,
    }
    return {"Dashboard": dashboard(sheets)} | sheets, unread


def area_figure(sheets: dict[str, pd.DataFrame], unread: int) -> str:
    """The line by which the scripts and the refresh are compared."""
    practices = sheets["Practice summary"]
    area = practices["Registered patients"].sum() / practices["All GPs"].sum()
    return f"patients per FTE GP {area:.1f}; {unread} cells that can't be read"


def main(source: str, out: str, into_tracker: bool) -> None:
    book = pd.read_excel(source, sheet_name=None, header=HEADING_ROW - 1, engine="openpyxl")
    sheets, unread = summaries(book)
    practices = sheets["Practice summary"]
    if into_tracker:
        copyfile(source, out)
        opened = pd.ExcelWriter(out, engine="openpyxl", mode="a", if_sheet_exists="replace")
    else:
        opened = pd.ExcelWriter(out, engine="openpyxl")
    with opened as writer:
        for name, frame in sheets.items():
            frame.to_excel(writer, sheet_name=name, index=False)
            format_sheet(writer.sheets[name], frame)
        draw_bars(writer.sheets["Dashboard"], sheets["Dashboard"], "what", "figure")
        draw_ways(writer.sheets["Trajectories"], sheets["Trajectories"])
        draw_bars(writer.sheets["Locality summary"], sheets["Locality summary"], "Locality", "patients_per_gp_fte")
        draw_bars(writer.sheets["CQC summary"], sheets["CQC summary"], "rating", "practices")
        draw_bars(writer.sheets["Practice summary"], practices, "Practice code", "patients_per_gp_fte")
    print(area_figure(sheets, unread))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "--into-tracker" in sys.argv)
