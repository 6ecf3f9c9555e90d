"""The rows of one tracker, grouped once by what they bear on, so that no measure searches a list twice.

Only what was known on the as-at date is let in. Without an as-at date everything is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from pc_workbook.measures.organisations import ENGLAND, Organisations
from pc_workbook.model.cqc import SCALE, WITHDRAWN, Inspection, Provider
from pc_workbook.model.governance import EditionFigure
from pc_workbook.model.indicator import Indicator, Observation, Revision
from pc_workbook.model.question import Blocker, Question
from pc_workbook.model.row import where
from pc_workbook.model.target import TrajectoryPoint, TrajectoryStatus
from pc_workbook.model.tracker import Settings, Tracker

REVISION_ORDER = {Revision.PROVISIONAL: 0, None: 1, Revision.FIRST: 1, Revision.REVISED: 2}


class Evidence(NamedTuple):
    """What is known on the as-at date. Lists run from the oldest to the newest."""

    settings: Settings
    organisations: Organisations
    blocked: Mapping[int, Sequence[Blocker]]
    plan_start: int | None  # the year of the baseline column
    points: Mapping[int, Mapping[int, TrajectoryPoint]]  # by indicator and year
    observed: Mapping[int, list[Observation]]  # of the indicator's own organisation
    compared: Mapping[int, list[Observation]]  # of the comparator that the indicator names, else of England
    not_over: Mapping[int, list[Observation]]  # the indicator's own, of periods that end after the as-at date
    overall: Mapping[str, list[Inspection]]  # overall ratings by organisation
    services: Mapping[str, list[Inspection]]
    unread_ratings: Mapping[str, str]  # by organisation: why its rating can't be told
    ratings_recorded: bool  # whether the tracker holds any practice's rating
    providers: Mapping[str, Provider]
    actions: Mapping[int, tuple[str, ...]]  # letters by indicator
    since: date | None  # the last issued edition
    previous: Mapping[tuple[str, str], EditionFigure]  # its figures by measure and organisation
    questions: Mapping[int, tuple[Question, ...]] = MappingProxyType({})  # by indicator: its values in question

    def agreed(self, indicator: int) -> dict[int, float]:
        """The agreed trajectory of an indicator: value by year."""
        points = self.points.get(indicator, {}).values()
        return {p.year: p.value for p in points if p.value is not None and p.status is TrajectoryStatus.AGREED}

    def latest_rating(self, organisation: str) -> Inspection | None:
        """The newest overall rating on the scale; where there is none, the newest state outside it.

        A rating without a date is older than any that has one. A state that says that no rating is published now, such as
        under appeal, ends those before it.
        """
        rows = self.overall.get(organisation, [])
        ended = max((at for at, row in enumerate(rows, 1) if row.overall in WITHDRAWN), default=1)
        rows = rows[ended - 1 :]
        rated = [row for row in rows if row.overall in SCALE]
        found = rated or rows
        return found[-1] if found else None


def gathered(
    tracker: Tracker,
    blocked: Mapping[int, Sequence[Blocker]],
    questions: Mapping[int, tuple[Question, ...]] = MappingProxyType({}),
) -> Evidence:
    """The evidence of one tracker. `blocked` gives the reason, by indicator, why a figure is not judged; `questions` its
    values in question."""
    organisations = Organisations(tracker)
    observed, compared, not_over = _observations(tracker, organisations)
    overall, services = _inspections(tracker, organisations)
    since = last_edition(tracker)
    return Evidence(
        settings=tracker.settings,
        organisations=organisations,
        blocked=blocked,
        plan_start=_plan_start(tracker),
        points=_points(tracker.trajectory),
        observed=observed,
        compared=compared,
        not_over=not_over,
        overall=overall,
        services=services,
        unread_ratings={organisations.key(o): why for o, why in tracker.unread.get("inspections", {}).items()},
        ratings_recorded=ratings_are_recorded(tracker),
        providers={provider.code: provider for provider in tracker.providers},
        actions=_actions_by_indicator(tracker),
        since=since,
        previous=_previous(tracker, organisations, since),
        questions=questions,
    )


def _previous(
    tracker: Tracker, organisations: Organisations, since: date | None
) -> dict[tuple[str, str], EditionFigure]:
    """The figures of an edition. One that two indicators go by is nobody's: whose it was is not recorded."""
    taken = shared_names(tracker.indicators, organisations)
    return {
        name: figure
        for figure in tracker.edition_figures
        if figure.edition == since and (name := (figure.measure, organisations.key(figure.organisation))) not in taken
    }


def shared_names(indicators: Iterable[Indicator], organisations: Organisations) -> set[tuple[str, str]]:
    """The measures, each with its organisation, that more than one indicator goes by."""
    names = Counter((one.key, organisations.key(one.organisation)) for one in indicators)
    return {name for name, count in names.items() if count > 1}


def ratings_are_recorded(tracker: Tracker) -> bool:
    """Whether the tracker holds any practice's rating. Where it holds none, nothing is said of any practice:
    "not inspected" would be a claim, and often a false one.
    """
    codes = {practice.code for practice in tracker.practices}
    return any(row.organisation in codes and row.overall is not None for row in tracker.inspections)


def last_edition(tracker: Tracker) -> date | None:
    """The day of the last edition issued before the as-at date."""
    as_at = tracker.settings.as_at
    days = (figure.edition for figure in tracker.edition_figures)
    return max((day for day in days if as_at is not None and day < as_at), default=None)


def _plan_start(tracker: Tracker) -> int | None:
    """The baseline year that is set, else the year before the first trajectory year."""
    years = (point.year - 1 for point in tracker.trajectory)
    return tracker.settings.baseline_year or min(years, default=None)


def _points(trajectory: Iterable[TrajectoryPoint]) -> dict[int, dict[int, TrajectoryPoint]]:
    grouped: dict[int, dict[int, TrajectoryPoint]] = defaultdict(dict)
    for point in trajectory:
        grouped[point.indicator][point.year] = point
    return grouped


Grouped = dict[int, list[Observation]]


def _observations(tracker: Tracker, organisations: Organisations) -> tuple[Grouped, Grouped, Grouped]:
    """What was observed of the organisations measured and of their comparators by the as-at date, and what is not over."""
    as_at = tracker.settings.as_at
    key = organisations.key
    own = {one.number: key(one.organisation) for one in tracker.indicators}
    others = {one.number: comparator_key(one, organisations) for one in tracker.indicators}
    observed: Grouped = defaultdict(list)
    compared: Grouped = defaultdict(list)
    not_over: Grouped = defaultdict(list)
    wanted = {*others.values(), *own.values()}
    for n in where(tracker.observations, "organisation", lambda name: key(name) in wanted):
        row = tracker.observations[n]
        if is_empty(row):
            continue
        whose, is_over = key(row.organisation), as_at is None or row.period.end <= as_at
        if is_over and whose == others.get(row.indicator):
            compared[row.indicator].append(row)
        if whose == own.get(row.indicator):
            (observed if is_over else not_over)[row.indicator].append(row)
    return _in_order(observed), _in_order(compared), _in_order(not_over)


def comparator_key(indicator: Indicator, organisations: Organisations) -> str:
    """The key of the body an indicator is compared with: the one it names, else England."""
    return organisations.key(indicator.comparator_name) if indicator.comparator_name else ENGLAND


def _in_order(grouped: Grouped) -> Grouped:
    return {number: sorted(rows, key=newest_last) for number, rows in grouped.items()}


def is_empty(row: Observation) -> bool:
    """Whether an observation says nothing, not even that its value is suppressed."""
    return row.value is None and row.rating is None and not row.suppressed


def newest_last(row: Observation) -> tuple[date, float, int, date]:
    """The order of observations in time, for sorting: what stands for a period comes last."""
    # Of two periods that end together the longer one tells of the year; a revision replaces what it revises.
    length = (row.period.end - row.period.start).days
    return row.period.end, length, REVISION_ORDER[row.revision], row.extracted_on or date.min


def _inspections(
    tracker: Tracker, organisations: Organisations
) -> tuple[dict[str, list[Inspection]], dict[str, list[Inspection]]]:
    as_at = tracker.settings.as_at
    overall: dict[str, list[Inspection]] = defaultdict(list)
    services: dict[str, list[Inspection]] = defaultdict(list)
    for row in sorted(tracker.inspections, key=lambda row: row.dated or date.min):
        if row.overall is not None and (as_at is None or (row.dated or date.min) <= as_at):
            (overall if row.is_overall else services)[organisations.key(row.organisation)].append(row)
    return overall, services


def _actions_by_indicator(tracker: Tracker) -> dict[int, tuple[str, ...]]:
    letters: dict[int, list[str]] = defaultdict(list)
    for action in tracker.actions:
        for number in sorted(action.links):
            letters[number].append(action.letter)
    return {number: tuple(found) for number, found in letters.items()}
