"""The kinds of pack, as one table: for which body, how often, and with which sections."""

from enum import Enum
from typing import NamedTuple

from pc_workbook.errors import WorkbookProblem
from pc_workbook.wording.pack_messages import unknown_preset
from pc_workbook.wording.pack_sheets import (
    BOARD_PACK_TITLE,
    DELIVERY_PACK_TITLE,
    FOR_THE_BOARD,
    FOR_THE_DELIVERY_GROUP,
    HALF_YEARLY_TITLE,
    SHORTER_REPORT,
)


class Section(Enum):
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


class Preset(NamedTuple):
    """One kind of pack. `body` finds its meetings on the sheet Meetings; `cycle` names the setting with its months."""

    name: str
    title: str
    body: str
    cycle: str
    sections: tuple[Section, ...]
    words: str  # for the help of the command


EVERY = tuple(Section)
S = Section

# fmt: off
PRESETS = (
    Preset("full", BOARD_PACK_TITLE, "Health and Wellbeing Board", "months_between_reports", EVERY,
           FOR_THE_BOARD),
    Preset("half-yearly", HALF_YEARLY_TITLE, "Health and Wellbeing Board", "months_between_reports",
           (S.COVER, S.CONTENTS, S.SUMMARY, S.CHANGES, S.INDICATORS, S.CQC, S.FUNCTIONS, S.RISKS, S.SOURCES, S.METHODS, S.TERMS),
           SHORTER_REPORT),
    Preset("delivery-group", DELIVERY_PACK_TITLE, "Delivery Group", "months_between_meetings", EVERY,
           FOR_THE_DELIVERY_GROUP),
)
# fmt: on


def preset_named(name: str) -> Preset:
    """Return the preset of that name. Raises WorkbookProblem with the names there are."""
    for preset in PRESETS:
        if preset.name == name:
            return preset
    raise WorkbookProblem(unknown_preset(name, (preset.name for preset in PRESETS)))
