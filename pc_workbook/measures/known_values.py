"""The rows of one tracker as known on the as-at date, grouped once, so that no measure searches a list twice.

Without an as-at date every row is included.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from pc_workbook.model.cqc import SCALE, WITHDRAWN, Inspection, Provider
from pc_workbook.model.governance import EditionFigure
from pc_workbook.model.indicator import Indicator, Observation, Revision
from pc_workbook.model.organisations import ENGLAND, Organisations
from pc_workbook.model.own_scale import OwnScale, own_scales
from pc_workbook.model.period import Period
from pc_workbook.model.plan_steps import kind_of_plan_years, year_of_plan
from pc_workbook.model.question import Blocker, Question, UnreadEntry
from pc_workbook.model.rag_scheme import RagScheme
from pc_workbook.model.row import where
from pc_workbook.model.target import TrajectoryPoint, TrajectoryStatus
from pc_workbook.model.tracker import Settings, Tracker

REVISION_ORDER = {Revision.PROVISIONAL: 0, None: 1, Revision.FIRST: 1, Revision.REVISED: 2}


class KnownValues(NamedTuple):
    """The values of one tracker that are known on its as-at date. Lists run from the oldest to the newest."""

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
    unread_ratings: Mapping[str, UnreadEntry]  # by organisation
    ratings_recorded: bool  # whether the tracker records any practice's rating
    providers: Mapping[str, Provider]
    actions: Mapping[int, tuple[str, ...]]  # letters by indicator
    since: date | None  # the day of the last issue
    previous: Mapping[tuple[str, str], EditionFigure]  # its figures by measure and organisation
    questions: Mapping[int, tuple[Question, ...]] = MappingProxyType({})  # by indicator: its values in question
    steps: Mapping[int, Mapping[Period, TrajectoryPoint]] = MappingProxyType({})  # that are not of a year of the plan
    schemes: Mapping[str, RagScheme] = MappingProxyType({})  # by their folded names
    own_scales: Mapping[str, OwnScale] = MappingProxyType({})  # by their folded names

    def agreed(self, indicator: int) -> dict[int, float]:
        """Return the agreed trajectory of an indicator by year of the plan: value by year."""
        return _agreed_values(self.points.get(indicator, {}))

    def agreed_steps(self, indicator: int) -> dict[Period, float]:
        """Return the agreed trajectory of an indicator by periods that are not years of the plan: value by period."""
        return _agreed_values(self.steps.get(indicator, {}))

    def latest_rating(self, organisation: str) -> Inspection | None:
        """Return the newest overall rating on the scale; where there is none, the newest state outside it.

        A rating without a date counts as older than any with one. A state such as "Under appeal or suspended" means that no
        rating is published now, so the ratings before it no longer count.
        """
        rows = self.overall.get(organisation, [])
        ended = max((at for at, row in enumerate(rows, 1) if row.overall in WITHDRAWN), default=1)
        rows = rows[ended - 1 :]
        rated = [row for row in rows if row.overall in SCALE]
        counted = rated or rows
        return counted[-1] if counted else None


Time = TypeVar("Time", int, Period)


def _agreed_values(points: Mapping[Time, TrajectoryPoint]) -> dict[Time, float]:
    agreed = ((time, point) for time, point in points.items() if point.status is TrajectoryStatus.AGREED)
    return {time: point.value for time, point in agreed if point.value is not None}


def known_values(
    tracker: Tracker,
    blocked: Mapping[int, Sequence[Blocker]],
    questions: Mapping[int, tuple[Question, ...]] = MappingProxyType({}),
) -> KnownValues:
    """Return what is known of one tracker on its as-at date.

    `blocked` gives, by indicator, why a figure is not judged; `questions` the values in question.
    """
    organisations = Organisations(tracker)
    observed, compared, not_over = _observations(tracker, organisations)
    overall, services = _inspections(tracker, organisations)
    since = last_edition(tracker)
    points, steps = _points(tracker)
    return KnownValues(
        settings=tracker.settings,
        organisations=organisations,
        blocked=blocked,
        plan_start=_plan_start(tracker),
        points=points,
        observed=observed,
        compared=compared,
        not_over=not_over,
        overall=overall,
        services=services,
        unread_ratings={organisations.key(o): entry for o, entry in tracker.unread.get("inspections", {}).items()},
        ratings_recorded=ratings_are_recorded(tracker),
        providers={provider.code: provider for provider in tracker.providers},
        actions=_actions_by_indicator(tracker),
        since=since,
        previous=_previous(tracker, organisations, since),
        questions=questions,
        steps=steps,
        schemes=_schemes(tracker),
        own_scales=own_scales(tracker.scales),
    )


def _schemes(tracker: Tracker) -> Mapping[str, RagScheme]:
    if not tracker.rag_schemes:
        return {}
    from pc_workbook.measures.indicators.schemes import rag_schemes  # few areas have schemes of their own

    return rag_schemes(tracker.rag_schemes)


def _previous(
    tracker: Tracker, organisations: Organisations, since: date | None
) -> dict[tuple[str, str], EditionFigure]:
    """Return the figures of an issue. A figure that could be of two indicators is left out: which one is not recorded."""
    shared = shared_names(tracker.indicators, organisations)
    return {
        name: figure
        for figure in tracker.edition_figures
        if figure.edition == since and (name := (figure.measure, organisations.key(figure.organisation))) not in shared
    }


def shared_names(indicators: Iterable[Indicator], organisations: Organisations) -> set[tuple[str, str]]:
    """Return the measures, each with its organisation, that more than one indicator has."""
    names = Counter((indicator.key, organisations.key(indicator.organisation)) for indicator in indicators)
    return {name for name, count in names.items() if count > 1}


def ratings_are_recorded(tracker: Tracker) -> bool:
    """Return whether the tracker records any practice's rating.

    Where it records none, no practice is reported as "Not inspected": that would be a claim, and often false.
    """
    codes = {practice.code for practice in tracker.practices}
    return any(row.organisation in codes and row.overall is not None for row in tracker.inspections)


def last_edition(tracker: Tracker) -> date | None:
    """Return the day of the last issue before the as-at date; None where there is none."""
    as_at = tracker.settings.as_at
    days = (figure.edition for figure in tracker.edition_figures)
    return max((day for day in days if as_at is not None and day < as_at), default=None)


def _plan_start(tracker: Tracker) -> int | None:
    """Return the baseline year that is set, else the year before the first trajectory year."""
    years = (point.year - 1 for point in tracker.trajectory if point.year is not None)
    return tracker.settings.baseline_year or min(years, default=None)


def _points(
    tracker: Tracker,
) -> tuple[dict[int, dict[int, TrajectoryPoint]], dict[int, dict[Period, TrajectoryPoint]]]:
    """Return the steps of the trajectories by indicator: those of years of the plan by year, the others by period."""
    kinds = {row.number: kind_of_plan_years(row, tracker.settings) for row in tracker.indicators}
    years: dict[int, dict[int, TrajectoryPoint]] = defaultdict(dict)
    steps: dict[int, dict[Period, TrajectoryPoint]] = defaultdict(dict)
    for point in tracker.trajectory:
        year = point.year if point.period is None else year_of_plan(point.period, kinds.get(point.indicator))
        if year is not None:
            years[point.indicator][year] = point
        elif point.period is not None:
            steps[point.indicator][point.period] = point
    return years, steps


Grouped = dict[int, list[Observation]]


def _observations(tracker: Tracker, organisations: Organisations) -> tuple[Grouped, Grouped, Grouped]:
    """Return the observations by indicator: of its organisation, of its comparator, and of periods that are not over."""
    as_at = tracker.settings.as_at
    key = organisations.key
    own = {indicator.number: key(indicator.organisation) for indicator in tracker.indicators}
    others = {indicator.number: comparator_key(indicator, organisations) for indicator in tracker.indicators}
    observed: Grouped = defaultdict(list)
    compared: Grouped = defaultdict(list)
    not_over: Grouped = defaultdict(list)
    wanted = {*others.values(), *own.values()}
    for n in where(tracker.observations, "organisation", lambda name: key(name) in wanted):
        row = tracker.observations[n]
        if is_empty(row):
            continue
        organisation, is_over = key(row.organisation), as_at is None or row.period.end <= as_at
        if is_over and organisation == others.get(row.indicator):
            compared[row.indicator].append(row)
        if organisation == own.get(row.indicator):
            (observed if is_over else not_over)[row.indicator].append(row)
    for row in _comparators(tracker):
        if key(row.organisation) == others.get(row.indicator):
            compared[row.indicator].append(row)
    return _in_order(observed), _in_order(compared), _in_order(not_over)


def _comparators(tracker: Tracker) -> Iterator[Observation]:
    """Yield the values of the list of comparators whose period is over."""
    as_at = tracker.settings.as_at
    for row in tracker.comparators:
        value = row.as_observation
        if not is_empty(value) and (as_at is None or value.period.end <= as_at):
            yield value


def comparator_key(indicator: Indicator, organisations: Organisations) -> str:
    """Return the key of the organisation an indicator is compared with: the one it names, else England."""
    return organisations.key(indicator.comparator_name) if indicator.comparator_name else ENGLAND


def _in_order(grouped: Grouped) -> Grouped:
    return {number: sorted(rows, key=newest_last) for number, rows in grouped.items()}


def is_empty(row: Observation) -> bool:
    """Return whether an observation has no value, no rating and no mark of suppression."""
    return row.value is None and row.rating is None and not row.suppressed


def newest_last(row: Observation) -> tuple[date, float, int, date]:
    """Return a sort key that orders observations in time: the one that counts for a period comes last."""
    # Of two periods that end together the longer one counts; a revision replaces what it revises.
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
    return {number: tuple(each) for number, each in letters.items()}
