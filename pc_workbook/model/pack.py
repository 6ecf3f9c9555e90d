"""The kinds of pack that an area makes: for which body, how often, and with which sections."""

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from pydantic import Field

from pc_workbook.model.row import Row
from pc_workbook.model.text import folded


class Section(StrEnum):
    """A sheet of a pack, by its name, in the order of the pack."""

    COVER = "Cover"
    CONTENTS = "Contents"
    SUMMARY = "Summary"
    CHANGES = "Changes"
    INDICATORS = "Indicators"
    PRACTICES = "Practices"
    LOCALITIES = "Localities"
    CQC = "CQC ratings"
    CQC_BY_PRACTICE = "CQC by practice"
    CQC_HISTORY = "CQC history"
    ACTIONS = "Actions"
    PROGRAMMES = "Programmes"
    FUNCTIONS = "Functions"
    RISKS = "Risks"
    QUALITY = "Data quality"
    SOURCES = "Sources"
    METHODS = "Methods"
    TERMS = "Terms and symbols"


class PackAudience(StrEnum):
    """Who a pack is for."""

    PUBLIC = "Public"
    GROUP = "Group"
    GUEST = "Guest"


class PackKind(Row):
    """One kind of pack. `body` finds its meetings on the sheet Meetings; no sections means every section."""

    pack: str
    title: str
    body: str
    every_months: int | None = Field(default=None, ge=1, le=60)
    audience: PackAudience | None = None
    sections: str | None = None
    starts: date | None = None
    ends: date | None = None
    note: str | None = None

    def is_in_force(self, day: date | None) -> bool:
        """Return whether packs of a day are made so; without a day every kind is."""
        return day is None or ((self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends))

    @property
    def section_names(self) -> Sequence[str]:
        """Return the sections as typed, one name each."""
        return tuple(name.strip() for name in re.split(r"[;,\n]", self.sections or "") if name.strip())

    @property
    def chosen_sections(self) -> tuple[Section, ...]:
        """Return the sections of the pack in their order; a cover and a list of contents are in every pack."""
        names = {folded(name) for name in self.section_names}
        always = (Section.COVER, Section.CONTENTS)
        return tuple(one for one in Section if not names or folded(one) in names or one in always)


def unknown_sections(kind: PackKind) -> tuple[str, ...]:
    """Return the names among a kind's sections that no section has."""
    known = {folded(one) for one in Section}
    return tuple(name for name in kind.section_names if folded(name) not in known)
