"""What keeps like with like: periods that are not over, measures that share a name, comparators without a value, and
practices that merged into one that can't be found.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from pc_workbook.model.indicator import Indicator
from pc_workbook.model.period import Period
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.practice import Practice
from pc_workbook.model.row import picked, where
from pc_workbook.model.target import TargetKind
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import INDICATORS, OBSERVATIONS, PRACTICES, WORKFORCE
from pc_workbook.tracker.rules.consistency import at, each

Rule = Callable[[Intake], Iterator[Finding]]
ENGLAND = "England"
OBSERVED = "One that is on the sheet “Observations”"
IN_NO_SUM = "Until then the staff and patients it reported before are in no sum"
#: What is told of an indicator under names made of its own: of a measure called so nobody could say which is meant.
FURTHER = ("_trajectory", "_gap_to_target", "_gap_to_trajectory", "_gap_to_comparator", "_gap_to_national_standard")


class Bodies:
    """The bodies of a tracker by their codes and names, so that two spellings of one are one."""

    def __init__(self, intake: Intake) -> None:
        settings = intake.tracker.settings
        self.area = name_key(settings.area_name or "")
        self._keys = {"": self.area} | {name_key(name): self.area for name in settings.area_names}
        for provider in intake.tracker.providers:
            for written in (provider.name, provider.short_name):
                self._keys.setdefault(name_key(written or ""), name_key(provider.code))

    def key(self, written: str | None) -> str:
        """What all spellings of a body have in common; nothing written means the area."""
        plain = name_key(written or "")
        return self._keys.get(plain, plain)


def periods_are_over(intake: Intake) -> Iterator[Finding]:
    """R22: a value, of an indicator's organisation or its comparator, whose period runs on after the as-at date."""
    as_at = intake.tracker.settings.as_at
    if as_at is None:
        return
    needs = f"A period that ended by {as_at:%d/%m/%Y}, such as the months so far, or a later as-at date"
    bodies, concerned = Bodies(intake), set()
    for read, entry, row in each(intake, INDICATORS):
        concerned |= {(row.number, bodies.key(one)) for one in (row.organisation, row.comparator_name or ENGLAND)}
        if row.baseline_period is not None and row.baseline_period.end > as_at:
            begun = row.baseline_period.start <= as_at
            until = "it is shown as the baseline" if begun else "it is left out"
            held = row.baseline_period.label
            yield at(read, entry, "baseline_period", "R22", held, needs=f"{needs}. Until then {until}")
    observations, key = read_list(intake, OBSERVATIONS), cache(bodies.key)
    places = where(observations.sound, "period", lambda period: period is not None and period.end > as_at)
    values = picked(observations.sound, places, "indicator", "organisation", "period", "value", "rating", "suppressed")
    for n, (number, organisation, period, *said) in zip(places, values, strict=True):
        if (number, key(organisation)) in concerned and _says_something(*said):
            until = f"{needs}. Until then the value is left out"
            yield at(observations, observations.entry(n), "period", "R22", period.label, needs=until)


def staff_periods_are_over(intake: Intake) -> Iterator[Finding]:
    """R22: staff of a period that runs on after the as-at date; one finding a period."""
    as_at, read = intake.tracker.settings.as_at, read_list(intake, WORKFORCE)
    first: dict[Period, int] = {}
    count: Counter[Period] = Counter()
    for n in where(read.sound, "period", lambda one: as_at is not None and one is not None and one.end > as_at):
        period = next(iter(picked(read.sound, [n], "period")))[0]
        first.setdefault(period, n)
        count[period] += 1
    for period, n in first.items():
        rows = "1 row of it is" if count[period] == 1 else f"{count[period]:,} rows of it are"
        needs = f"A period that ended by {as_at:%d/%m/%Y}, or a later as-at date. Until then {rows} left out"
        yield at(read, read.entry(n), "period", "R22", period.label, needs=needs)


def _says_something(value: object, rating: object, suppressed: bool) -> bool:
    return value is not None or rating is not None or suppressed


def nothing_is_its_own_comparator(intake: Intake) -> Iterator[Finding]:
    """R16: an indicator that is held against the very organisation it measures."""
    bodies = Bodies(intake)
    needs = "Another body than the one that is measured ({whose}), such as England"
    for read, entry, row in each(intake, INDICATORS):
        name = row.comparator_name
        if name and bodies.key(name) == bodies.key(row.organisation):
            told = needs.format(whose=row.organisation or intake.tracker.settings.area_name)
            yield at(read, entry, "comparator_name", "R16", name, needs=told, touches=(row.number,))


def measures_have_names_of_their_own(intake: Intake) -> Iterator[Finding]:
    """R67: two indicators of one organisation that go by one measure."""
    bodies = Bodies(intake)
    taken: dict[tuple[str, str], int] = {}
    for read, entry, row in each(intake, INDICATORS):
        whose = bodies.key(row.organisation)
        names = [(name, whose) for name in (row.key, *(f"{row.key}{further}" for further in FURTHER))]
        other = next((taken[name] for name in names if name in taken), None)
        if other is not None:
            yield at(read, entry, "measure", "R67", row.key, other=other)
        for name in names:
            taken.setdefault(name, row.number)


def moving_comparators_are_observed(intake: Intake) -> Iterator[Finding]:
    """R15: a target that moves with a body of which no value was observed."""
    bodies, as_at = Bodies(intake), intake.tracker.settings.as_at
    moving = [found for found in each(intake, INDICATORS) if found[2].target_kind is TargetKind.COMPARATOR_MOVING]
    if not moving:
        return
    wanted = {bodies.key(row.comparator_name or ENGLAND) for _, _, row in moving}
    rows = read_list(intake, OBSERVATIONS).sound
    seen = set()
    for n in where(rows, "organisation", lambda name: bodies.key(name) in wanted):
        one: Any = rows[n]
        if one.value is not None and (as_at is None or one.period.end <= as_at):
            seen.add((one.indicator, bodies.key(one.organisation)))
    for read, entry, row in moving:
        name = row.comparator_name or ENGLAND
        if (row.number, bodies.key(name)) not in seen:
            until = f" Until then {_typed(row)}."
            yield at(read, entry, "comparator_name", "R15", name, needs=OBSERVED, suggestion=until, more="")


def _typed(row: Indicator) -> str:
    if row.comparator is None:
        return "there is no target"
    period: Period | None = row.comparator_period
    return f"{row.comparator:g}{f' ({period.label})' if period else ''}, typed beside it, is the target"


def merged_practices_lead_somewhere(intake: Intake) -> Iterator[Finding]:
    """R66: a practice that merged into none on the list, into itself, in a circle, or that is still open."""
    read = read_list(intake, PRACTICES)
    merged = where(read.sound, "merged_into", bool)
    rows = {row.code: row for row in intake.tracker.practices} if merged else {}
    for n in merged:
        row: Any = read.sound[n]
        if needs := _merged_wrongly(row, rows):
            yield at(read, read.entry(n), "merged_into", "R66", row.merged_into, needs=needs)


def _merged_wrongly(row: Practice, rows: dict[str, Practice]) -> str:
    """What a practice's merging needs, and what holds until then; '' where it is clear."""
    into = rows.get(row.merged_into or "")
    if row.merged_into == row.code:
        return f"Another practice's code: a practice can't merge into itself. {IN_NO_SUM}"
    if into is None:
        return f"The code of a practice on this sheet, or a row for {row.merged_into}, with its dates. {IN_NO_SUM}"
    if _in_a_circle(row, rows):
        return (
            f"A practice that is still there: the mergers lead from {row.merged_into} back to {row.code}. {IN_NO_SUM}"
        )
    if row.closed is None:
        return f"A closing date for {row.code}, or no practice here. Until then {row.code} counts as open"
    if into.closed is not None and into.closed < row.closed:
        return f"A practice that was open then: {into.code} closed on {into.closed:%d/%m/%Y}, before {row.code}. {IN_NO_SUM}"
    return ""


def _in_a_circle(row: Practice, rows: dict[str, Practice]) -> bool:
    code, passed = row.merged_into, set()
    while code in rows and code not in passed and code != row.code:
        passed.add(code)
        code = rows[code].merged_into
    return code == row.code


RULES: tuple[Rule, ...] = (
    periods_are_over,
    staff_periods_are_over,
    nothing_is_its_own_comparator,
    measures_have_names_of_their_own,
    moving_comparators_are_observed,
    merged_practices_lead_somewhere,
)
