"""The kinds of pack, as one table: for which body, how often, and with which sections."""

from enum import Enum
from typing import NamedTuple

from pc_workbook.errors import WorkbookProblem
from pc_workbook.wording import pack_sheets as texts
from pc_workbook.wording.pack_messages import unknown_preset


class Section(Enum):
    """A sheet of a pack, by its name, in the order of the pack."""

    COVER = texts.COVER
    CONTENTS = texts.CONTENTS
    SUMMARY = texts.SUMMARY
    CHANGES = texts.CHANGES
    INDICATORS = texts.INDICATORS
    PRACTICES = texts.PRACTICES
    LOCALITIES = texts.LOCALITIES
    CQC = texts.CQC_RATINGS
    CQC_BY_PRACTICE = texts.CQC_BY_PRACTICE
    CQC_HISTORY = texts.CQC_HISTORY
    ACTIONS = texts.ACTIONS
    PROGRAMMES = texts.PROGRAMMES
    FUNCTIONS = texts.FUNCTIONS
    RISKS = texts.RISKS
    QUALITY = texts.DATA_QUALITY
    SOURCES = texts.SOURCES
    METHODS = texts.METHODS
    TERMS = texts.TERMS_AND_SYMBOLS


class Preset(NamedTuple):
    """One kind of pack. `body` finds its meetings on the sheet Meetings; `cycle` names the setting with its months."""

    name: str
    title: str
    body: str
    cycle: str
    sections: tuple[Section, ...]
    words: str  # for the help of the command


#: The bodies, as the sheet Meetings names them.
HEALTH_BOARD = "Health and Wellbeing Board"
DELIVERY_GROUP = "Delivery Group"
EVERY = tuple(Section)
S = Section

# fmt: off
PRESETS = (
    Preset("full", texts.BOARD_PACK_TITLE, HEALTH_BOARD, "months_between_reports", EVERY,
           texts.FOR_THE_BOARD),
    Preset("half-yearly", texts.HALF_YEARLY_TITLE, HEALTH_BOARD, "months_between_reports",
           (S.COVER, S.CONTENTS, S.SUMMARY, S.CHANGES, S.INDICATORS, S.CQC, S.FUNCTIONS, S.RISKS, S.SOURCES, S.METHODS, S.TERMS),
           texts.SHORTER_REPORT),
    Preset("delivery-group", texts.DELIVERY_PACK_TITLE, DELIVERY_GROUP, "months_between_meetings", EVERY,
           texts.FOR_THE_DELIVERY_GROUP),
)
# fmt: on


def preset_named(name: str) -> Preset:
    """Return the preset of that name. Raises WorkbookProblem with the names there are."""
    for preset in PRESETS:
        if preset.name == name:
            return preset
    raise WorkbookProblem(unknown_preset(name, (preset.name for preset in PRESETS)))
