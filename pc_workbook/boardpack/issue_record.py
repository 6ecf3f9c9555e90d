"""The record of an issue: which pack was issued, and its figures, so that "changes since the last edition" are exact.

A pack is a preview until it is issued. Then one row names the file by its fingerprint, and the edition's figures are
added to the issued editions, once for each edition: what was issued is never changed afterwards.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pc_workbook.cells.change import AppendRows, CellValue, Change
from pc_workbook.errors import WorkbookProblem
from pc_workbook.figures.table import figures
from pc_workbook.measures.results import Figure, Results
from pc_workbook.model.governance import EditionFigure, IssuedPack
from pc_workbook.model.organisations import Level
from pc_workbook.model.period import FIRST_MONTH, Period
from pc_workbook.model.row import Row
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import BY_TABLE, ISSUED_EDITIONS, ISSUED_PACKS
from pc_workbook.views.pack.cover import Issue
from pc_workbook.wording import pack_messages as messages
from pc_workbook.wording.numbers import exact

PUBLIC, DRAFT = "public", "Draft"
FIGURES, PACKS = ISSUED_EDITIONS.table, ISSUED_PACKS.table
RECORDED = (Level.AREA, Level.LOCALITY, Level.GROUP, Level.PROVIDER)
# A public pack counts the actions it may show: compared with a count of all of them it would report a fall that never was.
# The state of each action is recorded.
DEPENDS_ON_EDITION = frozenset({"actions", "actions_overdue", "actions_without_lead", "actions_without_outcome",
                           "indicators_without_action", "functions_without_action_or_programme"})  # fmt: skip

Rows = tuple[Mapping[str, CellValue], ...]


class Record(NamedTuple):
    """What an issue adds to the tracker: rows of lists that exist, and lists that don't exist yet."""

    changes: tuple[Change, ...] = ()
    new_lists: Mapping[str, Rows] = {}


def refuse_issue(intake: Intake, results: Results, issue: Issue) -> None:
    """Raise WorkbookProblem for a public pack that is still a draft, and for an edition that was issued otherwise."""
    if issue.edition == PUBLIC and issue.status == DRAFT:
        raise WorkbookProblem(messages.still_a_draft(issue.status_words, issue.as_at))
    moved = [now for now, then in _both(intake, results, issue) if not _is_same_figure(now, then)]
    if moved:
        raise WorkbookProblem(messages.figures_differ(issue.as_at, [(now.measure, now.organisation) for now in moved]))


def issue_record(intake: Intake, results: Results, issue: Issue, file: str, fingerprint: str) -> Record:
    """Return the rows of one issue. Those in the tracker already are not added again."""
    recorded = {(now.measure, now.organisation) for now, _ in _both(intake, results, issue)}
    new_figures = [
        figure
        for figure in edition_figures(results, intake.tracker.settings.first_month)
        if (figure.measure, figure.organisation) not in recorded
    ]
    pack = IssuedPack(
        edition=issue.as_at,
        pack=issue.title,
        audience=issue.edition,
        status=issue.status,
        issued_on=issue.run_date,
        file=file,
        fingerprint=fingerprint,
    )
    new_packs = [] if any(_is_same_pack(pack, listed) for listed in intake.tracker.issued_packs) else [pack]
    wanted = {FIGURES: _as_rows(FIGURES, new_figures), PACKS: _as_rows(PACKS, new_packs)}
    there = {table for table in wanted if intake.lists[table].columns}
    return Record(
        tuple(AppendRows(table, rows) for table, rows in wanted.items() if rows and table in there),
        {table: rows for table, rows in wanted.items() if rows and table not in there},
    )


def edition_figures(results: Results, first_month: int = FIRST_MONTH) -> tuple[EditionFigure, ...]:
    """Return one figure of each measure and organisation as it is issued: of the area, its localities and providers.

    Where a measure has several periods it is the indicator's own that counts. The plan's years are no figures of
    an edition, and practices are in the tracker itself. A name that two indicators go by is not recorded: nobody could
    say later whose figure it was.
    """
    if results.as_at is None:
        return ()
    unsure = results.indicators_sharing_a_name
    kept: dict[tuple[str, str], Figure] = {}
    for figure in figures(results):
        key = (figure.measure, figure.organisation)
        if figure.indicator in unsure:
            continue
        if _is_recorded(figure) and (key not in kept or (kept[key].indicator is None and figure.indicator is not None)):
            kept[key] = figure
    return tuple(
        EditionFigure(
            edition=results.as_at,
            measure=figure.measure,
            organisation=figure.organisation,
            period=Period.parse(figure.period, first_month) if figure.period else None,
            value=None if isinstance(figure.value, str) else figure.value,
            rag=figure.rag,
            words=figure.value if isinstance(figure.value, str) else None,
        )
        for figure in kept.values()
    )


def _is_recorded(figure: Figure) -> bool:
    kept = figure.level in RECORDED and figure.measure not in DEPENDS_ON_EDITION
    return kept and figure.value is not None and not figure.measure.endswith("_trajectory")


def _both(intake: Intake, results: Results, issue: Issue) -> Iterable[tuple[EditionFigure, EditionFigure]]:
    """Yield the figures of this edition with what was recorded of it."""
    then = {
        (figure.measure, figure.organisation): figure
        for figure in intake.tracker.edition_figures
        if figure.edition == issue.as_at
    }
    for now in edition_figures(results, intake.tracker.settings.first_month):
        if (now.measure, now.organisation) in then:
            yield now, then[now.measure, now.organisation]


def _is_same_figure(now: EditionFigure, then: EditionFigure) -> bool:
    if now.value is None or then.value is None:
        return now.value is then.value and now.words == then.words
    return exact(round(now.value, 9)) == exact(round(then.value, 9))


def _is_same_pack(pack: IssuedPack, other: IssuedPack) -> bool:
    return (pack.edition, pack.pack, pack.audience, pack.fingerprint) == (
        other.edition,
        other.pack,
        other.audience,
        other.fingerprint,
    )


def _as_rows(table: str, found: Sequence[Row]) -> Rows:
    columns = BY_TABLE[table].columns
    return tuple({column.heading: _as_cell(getattr(row, column.field)) for column in columns} for row in found)


def _as_cell(value: object) -> CellValue:
    if isinstance(value, Period):
        return value.label
    return str(value) if isinstance(value, str) else value  # type: ignore[return-value]  # a row contains nothing else
