"""The places that returns are handed out to: localities, or the groups of a level, with their practices."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pc_workbook.errors import WorkbookProblem
from pc_workbook.model.locality import Locality
from pc_workbook.model.memberships import Memberships
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.tracker import Tracker
from pc_workbook.wording.headings import LOCALITY
from pc_workbook.wording.returns import no_such_level


def places_of_level(tracker: Tracker, wanted: str | None, by: str | None) -> Sequence[Locality]:
    """Return the localities or groups of a level, or of the lowest level that has any; of every level where one is wanted.

    Groups that don't exist on the as-at date are left out. Raises WorkbookProblem for a level that the tracker lacks.
    """
    by_level = _by_level(tracker)
    if by is not None:
        level = next((name for name in by_level if name_key(name) == name_key(by)), None)
        if level is None:
            raise WorkbookProblem(no_such_level(by, list(by_level)))
        return by_level[level]
    if wanted is not None:
        return [place for places in by_level.values() for place in places]
    return next(filter(None, by_level.values()), ())


def _by_level(tracker: Tracker) -> dict[str, Sequence[Locality]]:
    """Return the places by their level, the lowest first. Localities are the lowest unless the levels say otherwise."""
    memberships, as_at = Memberships(tracker), tracker.settings.as_at
    listed = {name_key(level.level) for level in memberships.levels}
    found: dict[str, Sequence[Locality]] = {}
    if tracker.localities and name_key(LOCALITY) not in listed:
        found[LOCALITY] = tracker.localities
    for level in memberships.levels:
        groups = memberships.groups_at(level.level, as_at)
        own = tracker.localities if name_key(level.level) == name_key(LOCALITY) else ()
        found[level.level] = (*own, *(Locality(name=group.name, manager=group.manager) for group in groups))
    return found


def members_of_groups(tracker: Tracker) -> Mapping[str, frozenset[str]]:
    """Return the codes of the practices that belong to each group on the as-at date, by the key of its name."""
    memberships, as_at = Memberships(tracker), tracker.settings.as_at
    found: dict[str, set[str]] = defaultdict(set)
    for practice in tracker.practices:
        for group in memberships.of_practice(practice, as_at).by_level.values():
            found[name_key(group)].add(practice.code)
    return {name: frozenset(codes) for name, codes in found.items()}
