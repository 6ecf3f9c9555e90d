"""Rules for ratings: a rating is judged only against a goal of the same thing.

The rating of an indicator is the newest overall one of its organisation. A goal for practices, an indicator of a domain or
of one service, and a provider's rating under the name of practices would be judged by another rating.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.row import where
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import INDICATORS, TRAJECTORY
from pc_workbook.tracker.parsing.rating_text import DOMAINS, rating_words, words_of
from pc_workbook.tracker.rules.rule import Rule, each_row, row_finding


class _Rated(NamedTuple):
    """The organisation that an indicator rates."""

    organisation: str  # empty for an area without a name
    is_practice: bool
    is_provider: bool
    names: Sequence[str]  # its own names, which say nothing of what is rated
    services: Sequence[str]  # those that have a rating of their own
    is_on_cqc_ratings: bool  # so that its overall rating there is used for the indicator


def goals_fit_what_is_rated(intake: Intake) -> Iterator[Finding]:
    """Check that goals and titles of ratings are about the rating that is used (R65)."""
    rated: dict[int, _Rated] = {}
    for read, entry, row in each_row(intake, INDICATORS):
        if row.kind is not IndicatorKind.ORDINAL:
            continue
        rated[row.number] = of = _rated_by(row, intake)
        if row.goal is not None and row.goal.of_practices and not of.is_practice:
            needs = detail("goal_of_practices", goal=row.goal.words, whose=of.organisation)
            yield row_finding(read, entry, "target", "R65", row.goal.words, needs=needs, touches=(row.number,))
        if another := _names_another(row, of):
            yield row_finding(read, entry, "title", "R65", row.title, needs=another, touches=(row.number,))
    for read, entry, point in each_row(intake, TRAJECTORY) if rated else ():
        other = rated.get(point.indicator)
        if other is not None and point.goal is not None and point.goal.of_practices and not other.is_practice:
            needs = detail("goal_of_practices", goal=point.goal.words, whose=other.organisation)
            yield row_finding(read, entry, "value", "R65", point.goal.words, needs=needs, touches=(point.indicator,))


def _rated_by(row: Indicator, intake: Intake) -> _Rated:
    tracker, key = intake.tracker, _key(row.organisation)
    practices = [
        tracker.practices[n] for n in where(tracker.practices, "code", lambda code: key != "" and _key(code) == key)
    ]
    written = ((provider.name, provider.short_name or "", provider.code) for provider in tracker.providers)
    provider = next((names for names in written if key and key in map(_key, names)), ())
    codes = {key, *map(_key, provider[-1:])} - {""}
    own = where(tracker.inspections, "organisation", lambda code: _key(code) in codes)
    ratings = [tracker.inspections[n] for n in own]
    return _Rated(
        organisation=row.organisation or tracker.settings.area,
        is_practice=bool(practices),
        is_provider=bool(provider),
        names=[name for name in (*(practice.name for practice in practices), *provider[:2]) if name],
        services=[rating.service for rating in ratings if rating.service and not rating.is_overall],
        is_on_cqc_ratings=any(rating.is_overall and rating.overall for rating in ratings),
    )


def _key(code: str | None) -> str:
    return (code or "").strip().casefold()


def _names_another(row: Indicator, of: _Rated) -> Detail | None:
    """Return what is wrong with a title that names something else than the rating used for its indicator; None for none."""
    title = rating_words(row.title)
    if "overall" in title or not of.is_on_cqc_ratings:
        return None
    for name in of.names:
        title = title.replace(rating_words(name), " ")
    if domain := next((word for word in words_of(title) if word in DOMAINS), None):
        return detail("rating_of_a_part", part=domain, whose=of.organisation)
    service = next(
        (service for service in of.services if re.search(rf"\b{re.escape(rating_words(service))}\b", title)), None
    )
    if service:
        return detail("rating_of_a_part", part=service, whose=of.organisation)
    if of.is_provider and not of.is_practice and re.search(r"\bpractices?\b", title):
        return detail("rating_of_practices", whose=of.organisation)
    return None


RULES: tuple[Rule, ...] = (goals_fit_what_is_rated,)
