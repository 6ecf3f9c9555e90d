"""The organisation that a code or a name means: the area, England, a locality, a group, a practice or a provider.

People write BTUH in one list and RDD in another, and both must give the same organisation.
"""

from enum import StrEnum

from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.tracker import Tracker

ENGLAND = "England"


class Level(StrEnum):
    """The kind of organisation a figure is for."""

    PRACTICE = "practice"
    LOCALITY = "locality"
    GROUP = "group"
    AREA = "area"
    PROVIDER = "provider"
    ENGLAND = "England"


class Organisations:
    """Names and codes of one tracker. The key of an organisation is its code, or its name where it has none."""

    def __init__(self, tracker: Tracker) -> None:
        settings = tracker.settings
        self.area = settings.area
        self._keys: dict[str, str] = {}
        self._levels = {self.area: Level.AREA, ENGLAND: Level.ENGLAND}
        self._add(self.area, "", self.area, *settings.area_names)
        self._add(ENGLAND, ENGLAND)
        for provider in tracker.providers:
            self._add(provider.code, provider.code, provider.name, provider.short_name)
        for locality in tracker.localities:
            self._add(locality.name, locality.name, level=Level.LOCALITY)
        for group in tracker.groups:
            self._add(group.name, group.name, group.code, level=Level.GROUP)
        for practice in tracker.practices:
            self._add(practice.code, practice.code, level=Level.PRACTICE)
        for indicator in tracker.indicators:  # a region or a neighbour that is on no list
            if indicator.comparator_name:
                self._add(indicator.comparator_name.strip(), indicator.comparator_name.strip())
        for row in tracker.comparators:
            self._add(row.comparator, row.comparator)

    def _add(self, key: str, *written: str | None, level: Level | None = None) -> None:
        if level is not None:
            self._levels.setdefault(key, level)
        for name in written:
            if name is not None:
                self._keys.setdefault(name_key(name), key)

    def key(self, written: str | None) -> str:
        """Return the key of an organisation from its name or code as written; "" or None means the area.

        An unknown name is its own key.
        """
        name = (written or "").strip()
        known = self._keys.get(name) or self._keys.get(name_key(name))
        if known is None:
            return name
        # Each spelling is looked up once: there may be 600,000 observations.
        self._keys.setdefault(name, known)
        return known

    def level(self, key: str) -> Level:
        """Return the level of an organisation's figures; an unknown organisation counts as a provider."""
        return self._levels.get(key, Level.PROVIDER)
