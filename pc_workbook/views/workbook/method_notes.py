"""The method notes: how each figure is made, the choices in force, where the numbers come from, and what is missing."""

from collections.abc import Iterable, Sequence
from datetime import date

from pc_workbook.measures.results import Results
from pc_workbook.model.period import Period
from pc_workbook.model.row import tally
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import SETTINGS
from pc_workbook.tracker.lists.layout import Setting
from pc_workbook.tracker.lists.settings_location import settings_sheet_name
from pc_workbook.views.cell_links import jump, jump_to_finding
from pc_workbook.views.parts import Column, Heading, Part, Sheet, Style, Table, Value, Words
from pc_workbook.views.sentences import sentence
from pc_workbook.wording.findings import current_entry
from pc_workbook.wording.methods import METHODS
from pc_workbook.wording.numbers import counted, day_words, exact
from pc_workbook.wording.terms import SHORTHAND, TERMS

NAME = "Method notes"
MISSING = "P25"
NOTHING_MISSING = "Nothing is listed as missing. A note that begins with “Missing:” lists it here."
NOT_RATED = (
    "Not rated means that there is nothing to judge by. The reason stands in the same cell: no value; no agreed trajectory "
    "for the period, and the target year not reached; no direction that says which way is better; a definition in conflict; a "
    "share without a declared denominator; a value that is suppressed. Not rated is never Red, and an unknown state is never Green."
)
DECISIONS = (
    "Where the Board paper and the outcome framework are silent, somebody had to choose. Such choices are marked (decision) here; "
    "those that can be changed stand on the sheet Settings or in the columns of an indicator."
)

Row = tuple[Value, ...]


def notes_sheet(results: Results, intake: Intake, findings: Sequence[Finding]) -> Sheet:
    """What a reader who doubts a figure needs to know."""
    parts: tuple[Part, ...] = (
        Heading("Method notes", level=1),
        Words("How the figures of this workbook are made, and by which choices. Every number can be made again from the sheets "
              "people fill."),
        Heading("How each figure is made"),
        Words(DECISIONS),
        pairs("pc_methods", ("Figure", "How it is made", "Where it comes from"), METHODS),
        Heading("What Not rated means"),
        Words(NOT_RATED),
        Heading("Settings in force"),
        settings_table(intake),
        Heading("Where the numbers come from"),
        source_table(intake.tracker),
        Heading("Material that is not to hand"),
        missing_table(intake, findings),
        Heading("What the words mean"),
        pairs("pc_terms", ("Term", "What it means"), TERMS),
        Heading("Shorthand in published copies"),
        pairs("pc_shorthand", ("Mark", "What the mark means"), SHORTHAND),
        *_edition_words(results),
    )  # fmt: skip
    return Sheet(NAME, parts, "For who doubts a figure: how it was made.")


def _columns(headers: Sequence[str]) -> tuple[Column, ...]:
    styles = ((Style.TEXT, 30.0), (Style.LONG_TEXT, 78.0), (Style.LONG_TEXT, 40.0))
    return tuple(Column(header, style, width) for header, (style, width) in zip(headers, styles, strict=False))


def pairs(name: str, headers: Sequence[str], rows: Sequence[Row], empty: str = "") -> Table:
    return Table(name, _columns(headers), tuple(rows), empty or "Nothing to show.")


def settings_table(intake: Intake) -> Table:
    rows = tuple(_setting_row(setting, intake) for setting in SETTINGS)
    return pairs("pc_settings", ("Setting", "What it takes", "Value in force"), rows)


def _setting_row(setting: Setting, intake: Intake) -> Row:
    cell = intake.settings_cells.get(setting.field)
    name = jump(setting.name, settings_sheet_name(intake.snapshot), cell, intake) if cell else setting.name
    given = getattr(intake.tracker.settings, setting.field)
    takes = setting.needs[:1].upper() + setting.needs[1:]
    return name, takes, _setting_words(given, setting.field)


def _setting_words(given: object, field_name: str) -> str:
    if given is None:
        return "not set"
    number_or_switch = isinstance(given, bool | int)
    usual = " (the usual value)" if number_or_switch and given == Settings.model_fields[field_name].default else ""
    return f"{_plain(given)}{usual}"


def _plain(given: object) -> str:
    match given:
        case bool():
            return "Yes" if given else "No"
        case Period():
            return given.label
        case date():
            return day_words(given)
        case float():
            return exact(given)
        case _:
            return str(given)


class Source:
    """What one publication gave."""

    def __init__(self) -> None:
        self.rows = 0
        self.lists: dict[str, None] = {}
        self.periods: set[Period] = set()
        self.extracted: set[date] = set()


def source_table(tracker: Tracker) -> Table:
    rows = tuple(
        (
            name,
            f"{', '.join(found.lists)}: {counted(found.rows, 'row')}. {periods_told(found)}".strip(),
            extracted_told(found),
        )
        for name, found in sorted(sources_of(tracker).items())
    )
    return pairs("pc_sources", ("Source", "What it gives", "Extracted on"), rows, "No row names its source.")


def sources_of(tracker: Tracker) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for name, where, period, extracted, count in _named(tracker):
        source = found.setdefault(name or f"(no source named on {where})", Source())
        source.rows += count
        source.lists[where] = None
        source.periods |= {period} if period else set()
        source.extracted |= {extracted} if extracted else set()
    return found


def _named(tracker: Tracker) -> Iterable[tuple[str | None, str, Period | None, date | None, int]]:
    """Each publication with the list, the period and the day it was extracted, and how many rows that gave."""
    for rows, where in ((tracker.workforce, "Workforce"), (tracker.observations, "Observations")):
        for (name, period, extracted), count in tally(rows, "source", "period", "extracted_on").items():
            yield name, where, period, extracted, count
    for (name, period), count in tally(tracker.conditions, "source", "period").items():
        yield name, "Long-term conditions", period, None, count
    for (name, period), count in tally(tracker.indicators, "source", "baseline_period").items():
        yield name, "Indicators", period, None, count
    for practice in tracker.practices:
        if practice.deprivation_score is not None:
            yield practice.deprivation_source, "Practices (deprivation)", None, None, 1
    for rating in tracker.inspections:
        yield "Care Quality Commission", "CQC ratings", Period.parse(rating.dated) if rating.dated else None, None, 1


def periods_told(found: Source) -> str:
    ordered = sorted(found.periods, key=lambda period: (period.end, period.start))
    if not ordered:
        return ""
    first, last = ordered[0].label, ordered[-1].label
    return f"Period: {first}." if first == last else f"Periods: {first} to {last}."


def extracted_told(found: Source) -> str:
    if not found.extracted:
        return "not recorded"
    first, last = min(found.extracted), max(found.extracted)
    return day_words(first) if first == last else f"{day_words(first)} to {day_words(last)}"


def missing_material(findings: Sequence[Finding]) -> Iterable[Finding]:
    """The findings that name material which is not to hand."""
    return (found for found in findings if found.code == MISSING)


def missing_table(intake: Intake, findings: Sequence[Finding]) -> Table:
    rows = tuple(
        (jump_to_finding(found, intake), missed(current_entry(found.entry))) for found in missing_material(findings)
    )
    return pairs("pc_missing", ("Where it is noted", "What is missing"), rows, NOTHING_MISSING)


def missed(holds: str) -> str:
    """The words of a note less the mark that lists it."""
    return sentence(holds.partition(":")[2] or holds)


def _edition_words(results: Results) -> tuple[Part, ...]:
    return (
        Words(
            f"Changes are told against the edition of {day_words(results.since)}."
            if results.since
            else "No earlier edition has been issued, so no change is told.",
            quiet=True,
        ),
    )
