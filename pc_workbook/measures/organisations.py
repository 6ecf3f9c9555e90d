"""Which body a code or a name means: the area, England, a locality, a practice or a provider.

People write BTUH in one list and RDD in another; a figure must find its own.
"""

from pc_workbook.measures.results import Level
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.tracker import Tracker

ENGLAND = "England"


class Organisations:
    """Names and codes of one tracker. A body's key is its code, or its name where it has none."""

    def __init__(self, tracker: Tracker) -> None:
        settings = tracker.settings
        self.area = settings.area_name
        self._keys: dict[str, str] = {}
        self._levels = {self.area: Level.AREA, ENGLAND: Level.ENGLAND}
        self._add(self.area, "", self.area, *settings.area_names)
        self._add(ENGLAND, ENGLAND)
        for provider in tracker.providers:
            self._add(provider.code, provider.code, provider.name, provider.short_name)
        for locality in tracker.localities:
            self._add(locality.name, locality.name, level=Level.LOCALITY)
        for practice in tracker.practices:
            self._add(practice.code, practice.code, level=Level.PRACTICE)
        for indicator in tracker.indicators:  # a region or a neighbour that no list holds
            if indicator.comparator_name:
                self._add(indicator.comparator_name.strip(), indicator.comparator_name.strip())

    def _add(self, key: str, *written: str | None, level: Level | None = None) -> None:
        if level is not None:
            self._levels.setdefault(key, level)
        for words in written:
            if words is not None:
                self._keys.setdefault(name_key(words), key)

    def key(self, written: str | None) -> str:
        """The key of a body as somebody wrote it; nothing written means the area. Unknown names are their own."""
        words = (written or "").strip()
        found = self._keys.get(words) or self._keys.get(name_key(words))
        if found is None:
            return words
        # A spelling met once is found at once the next time: there may be 600,000 observations.
        self._keys.setdefault(words, found)
        return found

    def level(self, key: str) -> Level:
        """Whose figures a body's are."""
        return self._levels.get(key, Level.PROVIDER)
