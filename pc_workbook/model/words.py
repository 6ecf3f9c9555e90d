"""The tracker's own words: who has the power to act, kinds of programmes, staff groups, and what it calls other things."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache, partial
from typing import NamedTuple

from pc_workbook.model.practice import COUNTED_GROUPS, GP_PARTS, NURSE_PARTS, StaffGroup
from pc_workbook.model.row import Row
from pc_workbook.model.text import folded


class WordUse(StrEnum):
    """What a word of the tracker is used for."""

    POWER_TO_ACT = "Power to act"
    PROGRAMME_KIND = "Programme kind"
    STAFF_GROUP = "Staff group"
    EXEMPT = "Exempt information"
    OWNER = "Owner of columns"
    TERM = "Term"


class Word(Row):
    """One word of the tracker, what it means, and when it holds."""

    use: WordUse
    word: str
    means: str | None = None
    starts: date | None = None
    ends: date | None = None
    note: str | None = None

    def holds_on(self, day: date | None) -> bool:
        """Return whether the word holds on a day; on any day where none is given."""
        return day is None or ((self.starts is None or self.starts <= day) and (self.ends is None or self.ends >= day))


class Counts(StrEnum):
    """What a staff group counts towards."""

    GP = "Counts as GP"
    NURSE = "Counts as nurse"
    NEITHER = "Counted in neither"
    ALL_GPS = "Total of GPs"
    ALL_NURSES = "Total of nurses"


class Owner(StrEnum):
    """Who fills in columns, by the general words."""

    STAFF = "Staff"
    MANAGER = "Manager"
    PROGRAMME = "Programme manager"


#: What a word of each use may mean. A use that is not here takes any meaning.
MEANINGS: Mapping[WordUse, tuple[str, ...]] = {
    WordUse.POWER_TO_ACT: ("No lever",),
    WordUse.STAFF_GROUP: tuple(Counts),
    WordUse.OWNER: tuple(Owner),
}
TOTALS: Mapping[Counts, StaffGroup] = {Counts.ALL_GPS: StaffGroup.ALL_GPS, Counts.ALL_NURSES: StaffGroup.ALL_NURSES}
MUST_MEAN = frozenset({WordUse.EXEMPT, WordUse.OWNER, WordUse.TERM})  # uses whose words say nothing without a meaning


def meaning(word: Word) -> str | None:
    """Return what a word means, as this program spells it; None where it has none, or one that its use doesn't take.

    >>> meaning(Word(use=WordUse.STAFF_GROUP, word="Pharmacist", means="counts as gp"))
    <Counts.GP: 'Counts as GP'>
    """
    allowed = MEANINGS.get(word.use)
    if word.means is None or allowed is None:
        return word.means
    return next((each for each in allowed if folded(each) == folded(word.means)), None)


class StaffGroups(NamedTuple):
    """The staff groups of a tracker: the parts of each total."""

    gp_parts: tuple[str, ...] = GP_PARTS
    nurse_parts: tuple[str, ...] = NURSE_PARTS

    @property
    def gps(self) -> tuple[str, ...]:
        """The total of GPs and its parts."""
        return (StaffGroup.ALL_GPS, *self.gp_parts)

    @property
    def nurses(self) -> tuple[str, ...]:
        """The total of nurses and its parts."""
        return (StaffGroup.ALL_NURSES, *self.nurse_parts)

    @property
    def counted(self) -> frozenset[str]:
        """The groups whose FTE the staff ratios are made of."""
        return COUNTED_GROUPS if self is GENERAL_GROUPS else frozenset((*self.gps, *self.nurses))


GENERAL_GROUPS = StaffGroups()


def staff_groups(words: Sequence[Word], day: date | None) -> StaffGroups:
    """Return the staff groups on a day: those of the workforce releases, and those that the tracker lists.

    A group of the releases keeps its meaning, whatever the tracker says of it.
    """
    if not words:
        return GENERAL_GROUPS
    own = {word.word: meaning(word) for word in words if word.use is WordUse.STAFF_GROUP and word.holds_on(day)}
    general = set(StaffGroup)
    gps = tuple(name for name, counts in own.items() if counts == Counts.GP and name not in general)
    nurses = tuple(name for name, counts in own.items() if counts == Counts.NURSE and name not in general)
    return StaffGroups((*GP_PARTS, *gps), (*NURSE_PARTS, *nurses)) if gps or nurses else GENERAL_GROUPS


def groups_by_day(words: Sequence[Word]) -> Callable[[date], StaffGroups]:
    """Return the function that gives the staff groups of a day, which are made once for each day."""
    if all(word.use is not WordUse.STAFF_GROUP for word in words):
        return lambda day: GENERAL_GROUPS
    return lru_cache(maxsize=None)(partial(staff_groups, words))


def words_by_use(words: Iterable[Word]) -> dict[str, dict[str, str]]:
    """Return the words of each use as cells may have them: folded -> what is read."""
    found: dict[str, dict[str, str]] = {}
    for word in words:
        total = TOTALS.get(meaning(word)) if word.use is WordUse.STAFF_GROUP else None  # type: ignore[call-overload]
        found.setdefault(word.use, {})[folded(word.word)] = str(total or word.word)
    return found


def owner_word(words: Iterable[Word], owner: str, day: date | None = None) -> str:
    """Return what the tracker calls who fills in a column, on a day; the general word where it lists none.

    >>> owner_word([Word(use=WordUse.OWNER, word="ICB staff", means="Staff")], "Staff"), owner_word([], "Staff")
    ('ICB staff', 'Staff')
    """
    owners = (each for each in words if each.use is WordUse.OWNER and each.holds_on(day))
    return next((each.word for each in owners if meaning(each) == owner), owner)


def words_of(words: Iterable[Word], use: WordUse, day: date | None = None) -> tuple[Word, ...]:
    """Return the words of one use that hold on a day, in the order of the list."""
    return tuple(each for each in words if each.use is use and each.holds_on(day))
