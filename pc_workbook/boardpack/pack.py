"""A pack as sheets, in their order, made of the same views as the tracker's generated sheets.

What may be shown has been decided before (disclosure/edition.py): nothing here looks at a marking.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from pc_workbook import __version__
from pc_workbook.boardpack.presets import Preset
from pc_workbook.boardpack.print_layout import for_paper
from pc_workbook.disclosure.edition import Edition, Permitted
from pc_workbook.errors import WorkbookProblem
from pc_workbook.figures.table import figures
from pc_workbook.model.governance import last_meeting, next_meeting
from pc_workbook.model.pack import Section
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.tracker import Tracker
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.rules.markings import BLOCKS_NO_PACK
from pc_workbook.views.pack.contents import contents_sheet
from pc_workbook.views.pack.cover import Issue, cover_sheet
from pc_workbook.views.pack.risks import risks_sheet
from pc_workbook.views.pack.summary import summary_sheet
from pc_workbook.views.parts import Heading, Paragraph, Part, Sheet, Workbook
from pc_workbook.views.workbook.actions import action_parts
from pc_workbook.views.workbook.changes import changes_sheet
from pc_workbook.views.workbook.cqc import history_parts, latest_parts, provider_parts, rating_parts
from pc_workbook.views.workbook.data_quality import quality_in_brief
from pc_workbook.views.workbook.indicators import indicators_sheet
from pc_workbook.views.workbook.localities import localities_sheet
from pc_workbook.views.workbook.practices import practices_sheet
from pc_workbook.views.workbook.programmes import functions_sheet, programmes_sheet
from pc_workbook.views.workbook.sources import methods_sheet, sources_sheet, terms_sheet
from pc_workbook.wording import pack_messages as messages
from pc_workbook.wording import pack_sheets as texts
from pc_workbook.wording.actions import cycle_words, sign_off_words
from pc_workbook.wording.disclosure import suppression_sentences, withheld_sentences
from pc_workbook.wording.practice_sheets import CQC_SUMMARY_DESCRIPTION


def edition_named(name: str) -> Edition:
    """Return the edition of that name. Raises WorkbookProblem with the names there are."""
    if name not in list(Edition):
        raise WorkbookProblem(messages.unknown_edition(name, Edition))
    return Edition(name)


def refuse_unready(intake: Intake, findings: Sequence[Finding]) -> None:
    """Raise WorkbookProblem for a tracker that no pack can be made of: every cell with an error, at once.

    A marking that can't be read stops no pack: its row is left out, and no figure rests on a marking.
    """
    tracker = intake.tracker
    name = intake.snapshot.name
    if not (tracker.practices or tracker.indicators or tracker.actions):
        raise WorkbookProblem(messages.empty_tracker(name))
    blocks = [found for found in findings if found.severity is Severity.ERROR and found.code not in BLOCKS_NO_PACK]
    if blocks:
        raise WorkbookProblem(messages.blocked_by_errors(name, blocks))
    if tracker.settings.as_at is None:
        raise WorkbookProblem(messages.no_as_at(name))


def issue_details(permitted: Permitted, edition: Edition, preset: Preset, run_date: date) -> Issue:
    """Return everything the cover says of one issue of a pack. Raises WorkbookProblem without an as-at date."""
    tracker, name = permitted.intake.tracker, permitted.intake.snapshot.name
    settings = tracker.settings
    signed = permitted.sign_off
    if settings.as_at is None or signed is None:
        raise WorkbookProblem(messages.no_as_at(name))
    meeting = next_meeting(tracker.meetings, preset.body, settings.as_at)
    before = last_meeting(tracker.meetings, preset.body, settings.as_at)
    return Issue(
        area=settings.area,
        title=preset.title,
        body=(meeting.body or preset.body) if meeting else preset.body,
        meeting=meeting.held_on if meeting else None,
        as_at=settings.as_at,
        edition=edition,
        edition_words=texts.EDITION_WORDS[edition],
        status=signed.status,
        status_words=sign_off_words(signed),
        cycle=cycle_words(preset.every_months),
        run_date=run_date,
        since=permitted.results.since,
        since_meeting=before.held_on if before else None,
        version=__version__,
        tracker=name if edition is Edition.GROUP else "",  # other editions must not reveal the file's name
    )


def pack_sheets(permitted: Permitted, issue: Issue, preset: Preset) -> tuple[Sheet, ...]:
    """Return the sheets of a pack: cover, contents, then the sections of the preset in their order."""
    tracker = permitted.intake.tracker
    wanted = [section for section in SECTIONS if section in preset.sections]
    empty = [section for section in wanted if section in NEEDS_ROWS and not NEEDS_ROWS[section](tracker)]
    body = tuple(
        for_paper(
            _with_own_columns(SECTIONS[section](permitted, issue), permitted, section), section.value, issue.edition
        )
        for section in wanted
        if section not in empty
    )
    left_out = (
        *((texts.left_out_sections([section.value for section in empty]),) if empty else ()),
        *withheld_sentences(permitted),
        *suppression_sentences(permitted.suppression),
    )
    contents = contents_sheet(body, issue.document, issue.status_words, left_out)
    return cover_sheet(issue), contents, *body


def _with_own_columns(sheet: Sheet, permitted: Permitted, section: Section) -> Sheet:
    """Return a section with what the area's own columns contain, where they are for this pack."""
    if not permitted.results.own:
        return sheet
    from pc_workbook.views.workbook.own_columns import with_own_columns  # few trackers have any

    return with_own_columns(sheet, permitted.results, section)


def pack_workbook(sheets: tuple[Sheet, ...], issue: Issue) -> Workbook:
    """Return the sheets as one document. Its dates are the run's, so that the same run gives the same bytes."""
    return Workbook(sheets, issue.document, issue.run_date)


Make = Callable[[Permitted, Issue], Sheet]

SECTIONS: Mapping[Section, Make] = {
    Section.SUMMARY: lambda may, issue: summary_sheet(may.results, may.intake, may.findings),
    Section.CHANGES: lambda may, issue: changes_sheet(
        may.results, may.intake.tracker, figures(may.results), issue.since_meeting
    ),
    Section.INDICATORS: lambda may, issue: indicators_sheet(may.results),
    Section.PRACTICES: lambda may, issue: practices_sheet(may.results, may.intake),
    Section.LOCALITIES: lambda may, issue: localities_sheet(may.results, may.intake),
    Section.CQC: lambda may, issue: Sheet(
        "", (*rating_parts(may.results, may.intake), *provider_parts(may.results)), CQC_SUMMARY_DESCRIPTION
    ),
    Section.CQC_BY_PRACTICE: lambda may, issue: _alone(
        latest_parts(may.results), texts.CQC_BY_PRACTICE_DESCRIPTION
    ),
    Section.CQC_HISTORY: lambda may, issue: _alone(
        history_parts(may.results, may.intake), texts.CQC_HISTORY_DESCRIPTION
    ),
    Section.ACTIONS: lambda may, issue: Sheet(
        "", action_parts(may.results),
        texts.ACTIONS_DESCRIPTION,
    ),
    Section.PROGRAMMES: lambda may, issue: programmes_sheet(may.results),
    Section.FUNCTIONS: lambda may, issue: functions_sheet(may.results),
    Section.RISKS: lambda may, issue: risks_sheet(may.results, may.intake, may.findings),
    Section.QUALITY: lambda may, issue: quality_in_brief(may.intake, may.findings),
    Section.SOURCES: lambda may, issue: sources_sheet(may.results, may.intake),
    Section.METHODS: lambda may, issue: methods_sheet(may.intake),
    Section.TERMS: lambda may, issue: terms_sheet(may.intake),
}  # fmt: skip


#: Sections that are left out of the pack of a plan without such rows.
NEEDS_ROWS: Mapping[Section, Callable[[Tracker], bool]] = {
    Section.PRACTICES: lambda tracker: tracker.has_practices,
    Section.LOCALITIES: lambda tracker: tracker.has_practices or _has_values_of_places(tracker),
    Section.CQC: lambda tracker: tracker.has_ratings,
    Section.CQC_BY_PRACTICE: lambda tracker: tracker.has_practices,
    Section.CQC_HISTORY: lambda tracker: tracker.has_practices,
    Section.PROGRAMMES: lambda tracker: bool(tracker.programmes),
    Section.FUNCTIONS: lambda tracker: bool(tracker.functions),
}  # fmt: skip


def _has_values_of_places(tracker: Tracker) -> bool:
    places = {name_key(row.name) for row in tracker.localities} | {name_key(row.name) for row in tracker.groups}
    return any(name_key(row.organisation) in places for row in tracker.observations)


def _alone(parts: Sequence[Part], description: str) -> Sheet:
    """Return a section of a longer sheet as a sheet of its own: its heading becomes the title."""
    heading = next(part for part in parts if isinstance(part, Heading))
    return Sheet(
        "", (heading._replace(level=1), Paragraph(description), *(p for p in parts if p is not heading)), description
    )
