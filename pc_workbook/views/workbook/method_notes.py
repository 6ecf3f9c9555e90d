"""The sheet Method notes: how each figure is calculated, the settings in force, sources, and missing material."""

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
from pc_workbook.views.cell_links import cell_link, link_to_finding
from pc_workbook.views.parts import Column, Heading, Paragraph, Part, Sheet, Style, Table, Value
from pc_workbook.wording.findings import current_entry
from pc_workbook.wording.methods import METHODS
from pc_workbook.wording.numbers import counted, day_words, exact
from pc_workbook.wording.sentences import sentence
from pc_workbook.wording.terms import SHORTHAND, TERMS

NAME = "Method notes"
MISSING = "P25"
NOTHING_MISSING = "Nothing is listed as missing. A note that begins with “Missing:” lists it here."
NOT_RATED = (
    "Not rated means that the indicator can't be judged yet. The reason is in the same cell: no value; no agreed trajectory for "
    "the period, before the target year; no direction that says which way is better; a definition in conflict; a share without "
    "a declared denominator; a suppressed value. Not rated is never Red, and an unknown state is never Green."
)
DECISIONS = (
    "Where the Board paper and the outcome framework don't say how to calculate a figure, a choice was made. These choices are "
    "marked (decision). You can change some of them on the sheet Settings or in the columns of an indicator."
)

Row = tuple[Value, ...]


def notes_sheet(results: Results, intake: Intake, findings: Sequence[Finding]) -> Sheet:
    """Return the sheet that explains every figure."""
    parts: tuple[Part, ...] = (
        Heading("Method notes", level=1),
        Paragraph("How the figures of this workbook are calculated. You can check every number against the entry lists."),
        Heading("How each figure is calculated"),
        Paragraph(DECISIONS),
        explanation_table("pc_methods", ("Figure", "Calculation", "Data from"), METHODS),
        Heading("Meaning of Not rated"),
        Paragraph(NOT_RATED),
        Heading("Settings in force"),
        settings_table(intake),
        Heading("Sources"),
        source_table(intake.tracker),
        Heading("Missing material"),
        missing_table(intake, findings),
        Heading("Terms"),
        explanation_table("pc_terms", ("Term", "Meaning"), TERMS),
        Heading("Symbols in published copies"),
        explanation_table("pc_shorthand", ("Symbol", "Meaning"), SHORTHAND),
        *_edition_words(results),
    )  # fmt: skip
    return Sheet(NAME, parts, "How each figure is calculated, settings, sources and terms.")


def _columns(headers: Sequence[str]) -> tuple[Column, ...]:
    styles = ((Style.TEXT, 30.0), (Style.LONG_TEXT, 78.0), (Style.LONG_TEXT, 40.0))
    return tuple(Column(header, style, width) for header, (style, width) in zip(headers, styles, strict=False))


def explanation_table(name: str, headers: Sequence[str], rows: Sequence[Row], empty: str = "") -> Table:
    """Return a table of two or three columns of text; `empty` is shown where it has no rows."""
    return Table(name, _columns(headers), tuple(rows), empty or "Nothing to show.")


def settings_table(intake: Intake) -> Table:
    """Return each setting with its allowed values and its value in force."""
    rows = tuple(_setting_row(setting, intake) for setting in SETTINGS)
    return explanation_table("pc_settings", ("Setting", "Allowed values", "Value in force"), rows)


def _setting_row(setting: Setting, intake: Intake) -> Row:
    cell = intake.settings_cells.get(setting.field)
    name = cell_link(setting.name, settings_sheet_name(intake.snapshot), cell, intake) if cell else setting.name
    given = getattr(intake.tracker.settings, setting.field)
    takes = setting.needs[:1].upper() + setting.needs[1:]
    return name, takes, _setting_words(given, setting.field)


def _setting_words(given: object, field_name: str) -> str:
    if given is None:
        return "not set"
    number_or_switch = isinstance(given, bool | int)
    default = " (default)" if number_or_switch and given == Settings.model_fields[field_name].default else ""
    return f"{_plain(given)}{default}"


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
    """The rows, lists, periods and extraction dates of one publication."""

    def __init__(self) -> None:
        self.rows = 0
        self.lists: dict[str, None] = {}
        self.periods: set[Period] = set()
        self.extracted: set[date] = set()


def source_table(tracker: Tracker) -> Table:
    """Return each publication with the lists and periods it provides."""
    rows = tuple(
        (
            name,
            f"{', '.join(source.lists)}: {counted(source.rows, 'row')}. {period_range(source)}".strip(),
            extraction_range(source),
        )
        for name, source in sorted(sources_by_name(tracker).items())
    )
    return explanation_table("pc_sources", ("Source", "Data", "Extracted on"), rows, "No row names its source.")


def sources_by_name(tracker: Tracker) -> dict[str, Source]:
    """Return the publications that the rows of a tracker name, by name."""
    sources: dict[str, Source] = {}
    for name, where, period, extracted, count in _named(tracker):
        source = sources.setdefault(name or f"(no source named on {where})", Source())
        source.rows += count
        source.lists[where] = None
        source.periods |= {period} if period else set()
        source.extracted |= {extracted} if extracted else set()
    return sources


def _named(tracker: Tracker) -> Iterable[tuple[str | None, str, Period | None, date | None, int]]:
    """Yield each publication with a list, a period, a day of extraction, and how many rows have all of these."""
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


def period_range(source: Source) -> str:
    """Return the first and last period of a publication; "" for none."""
    ordered = sorted(source.periods, key=lambda period: (period.end, period.start))
    if not ordered:
        return ""
    first, last = ordered[0].label, ordered[-1].label
    return f"Period: {first}." if first == last else f"Periods: {first} to {last}."


def extraction_range(source: Source) -> str:
    """Return the first and last day on which a publication was extracted."""
    if not source.extracted:
        return "not recorded"
    first, last = min(source.extracted), max(source.extracted)
    return day_words(first) if first == last else f"{day_words(first)} to {day_words(last)}"


def missing_material(findings: Sequence[Finding]) -> Iterable[Finding]:
    """Yield the findings about missing material."""
    return (finding for finding in findings if finding.code == MISSING)


def missing_table(intake: Intake, findings: Sequence[Finding]) -> Table:
    """Return the missing material with the cells that note it."""
    rows = tuple(
        (link_to_finding(finding, intake), missing_words(current_entry(finding.entry)))
        for finding in missing_material(findings)
    )
    return explanation_table("pc_missing", ("Noted in", "Missing"), rows, NOTHING_MISSING)


def missing_words(note: str) -> str:
    """Return a note as a sentence, without the prefix "Missing:"."""
    return sentence(note.partition(":")[2] or note)


def _edition_words(results: Results) -> tuple[Part, ...]:
    return (
        Paragraph(
            f"Changes are measured from the issue of {day_words(results.since)}."
            if results.since
            else "No earlier issue is recorded, so no change is shown.",
            quiet=True,
        ),
    )
