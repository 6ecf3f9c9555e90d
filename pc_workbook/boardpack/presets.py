"""The kinds of pack that a tracker lists: for which body, how often, and with which sections.

A tracker without the list has one kind, with every section.
"""

from typing import NamedTuple

from pc_workbook.disclosure.edition import Edition
from pc_workbook.errors import WorkbookProblem
from pc_workbook.model.pack import PackKind, Section
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.tracker import Tracker
from pc_workbook.wording import pack_sheets as texts
from pc_workbook.wording.pack_messages import other_audience, unknown_preset

FULL = "full"


class Preset(NamedTuple):
    """One kind of pack. `body` finds its meetings on the sheet Meetings; "" where no body is known."""

    name: str
    title: str
    body: str
    every_months: int | None
    sections: tuple[Section, ...]
    edition: Edition | None = None  # the only one that it is made in


def presets(tracker: Tracker) -> tuple[Preset, ...]:
    """Return the kinds of pack that are in force on the as-at date, as listed; without a list, the one with every section."""
    if not tracker.pack_kinds:
        return (_every_section(tracker),)
    as_at = tracker.settings.as_at
    return tuple(_preset(kind) for kind in tracker.pack_kinds if kind.is_in_force(as_at))


def preset_named(tracker: Tracker, name: str | None, edition: Edition) -> Preset:
    """Return the kind of pack of that name, or the first.

    Raises WorkbookProblem with the names there are, and where the kind is not made in that edition.
    """
    there = presets(tracker)
    key = name_key(name) if name else None
    preset = next((one for one in there if key in (None, name_key(one.name))), None)
    if preset is None:
        raise WorkbookProblem(unknown_preset(name or "", [one.name for one in there]))
    if preset.edition not in (None, edition):
        raise WorkbookProblem(other_audience(preset.name, str(preset.edition), str(edition)))
    return preset


def _preset(kind: PackKind) -> Preset:
    edition = Edition(kind.audience.casefold()) if kind.audience else None
    return Preset(kind.pack, kind.title, kind.body, kind.every_months, kind.chosen_sections, edition)


def _every_section(tracker: Tracker) -> Preset:
    bodies = {name_key(meeting.body): meeting.body for meeting in tracker.meetings if meeting.body}
    (body,) = bodies.values() if len(bodies) == 1 else ("",)
    return Preset(FULL, texts.BOARD_PACK, body, tracker.settings.months_between_reports, tuple(Section))
