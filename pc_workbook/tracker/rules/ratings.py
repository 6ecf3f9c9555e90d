"""R65: a rating is judged only against a goal of the same thing: an overall rating, of the organisation that is measured.

The rating that stands for an indicator is the newest overall one of its organisation. A goal for practices, an indicator of a
domain or of one service, and a provider's rating under the name of practices would be judged by another rating.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.row import where
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import INDICATORS, TRAJECTORY
from pc_workbook.tracker.parsing.number_text import quoted
from pc_workbook.tracker.parsing.rating_text import DOMAINS, rating_words, words_of
from pc_workbook.tracker.rules.consistency import at, each

Rule = Callable[[Intake], Iterator[Finding]]
_FOR_PRACTICES = (
    "{goal} speaks of practices, and this is the rating of {whose}. Type a goal for that rating, such as Not Inadequate, or "
    "count practices: Kind Percentage, with the measure cqc_share_inadequate"
)
_OF_A_PART = (
    "The indicator names {part}, and the overall rating of {whose} would stand for it. Put “overall” into the title if that is "
    "meant. Ratings of domains and services are shown on the CQC summary, and judged by no goal"
)
_OF_PRACTICES = (
    "The indicator names practices, and its rating is that of {whose}. Correct the title, or name the practice under "
    "Organisation measured"
)


class _Rated(NamedTuple):
    """What an indicator that is a rating is the rating of."""

    whose: str
    is_practice: bool
    is_provider: bool
    names: Sequence[str]  # its own names, which say nothing of what is rated
    services: Sequence[str]  # those that have a rating of their own
    is_on_cqc_ratings: bool  # so that its overall rating there stands for the indicator


def goals_fit_what_is_rated(intake: Intake) -> Iterator[Finding]:
    """R65."""
    rated: dict[int, _Rated] = {}
    for read, entry, row in each(intake, INDICATORS):
        if row.kind is not IndicatorKind.ORDINAL:
            continue
        rated[row.number] = of = _rated_by(row, intake)
        if row.goal is not None and row.goal.of_practices and not of.is_practice:
            needs = _FOR_PRACTICES.format(goal=quoted(row.goal.words), whose=of.whose)
            yield at(read, entry, "target", "R65", row.goal.words, needs=needs, touches=(row.number,))
        if needs := _names_another(row, of):
            yield at(read, entry, "title", "R65", row.title, needs=needs, touches=(row.number,))
    for read, entry, point in each(intake, TRAJECTORY) if rated else ():
        whose = rated.get(point.indicator)
        if whose is not None and point.goal is not None and point.goal.of_practices and not whose.is_practice:
            needs = _FOR_PRACTICES.format(goal=quoted(point.goal.words), whose=whose.whose)
            yield at(read, entry, "value", "R65", point.goal.words, needs=needs, touches=(point.indicator,))


def _rated_by(row: Indicator, intake: Intake) -> _Rated:
    tracker, key = intake.tracker, _key(row.organisation)
    practices = [
        tracker.practices[n] for n in where(tracker.practices, "code", lambda code: key != "" and _key(code) == key)
    ]
    written = ((one.name, one.short_name or "", one.code) for one in tracker.providers)
    provider = next((names for names in written if key and key in map(_key, names)), ())
    codes = {key, *map(_key, provider[-1:])} - {""}
    own = where(tracker.inspections, "organisation", lambda code: _key(code) in codes)
    ratings = [tracker.inspections[n] for n in own]
    return _Rated(
        whose=row.organisation or tracker.settings.area_name or "the area",
        is_practice=bool(practices),
        is_provider=bool(provider),
        names=[name for name in (*(one.name for one in practices), *provider[:2]) if name],
        services=[one.service for one in ratings if one.service and not one.is_overall],
        is_on_cqc_ratings=any(one.is_overall and one.overall for one in ratings),
    )


def _key(code: str | None) -> str:
    return (code or "").strip().casefold()


def _names_another(row: Indicator, of: _Rated) -> str:
    """What to do about words that name something else than the rating which stands for an indicator; "" for none."""
    title = rating_words(row.title)
    if "overall" in title or not of.is_on_cqc_ratings:
        return ""
    for name in of.names:
        title = title.replace(rating_words(name), " ")
    if domain := next((word for word in words_of(title) if word in DOMAINS), None):
        return _OF_A_PART.format(part=quoted(domain), whose=of.whose)
    service = next((one for one in of.services if re.search(rf"\b{re.escape(rating_words(one))}\b", title)), None)
    if service:
        return _OF_A_PART.format(part=quoted(service), whose=of.whose)
    if of.is_provider and not of.is_practice and re.search(r"\bpractices?\b", title):
        return _OF_PRACTICES.format(whose=of.whose)
    return ""


RULES: tuple[Rule, ...] = (goals_fit_what_is_rated,)
