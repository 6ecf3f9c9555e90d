"""The kinds of pack, as one table: for which body, how often, and with which sections."""

from enum import Enum
from typing import NamedTuple

from pc_workbook.errors import WorkbookProblem


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
    Preset("full", "Primary care board pack", "Health and Wellbeing Board", "months_between_reports", EVERY,
           "every section, for the Board's next meeting"),
    Preset("half-yearly", "Half-yearly report on primary care", "Health and Wellbeing Board", "months_between_reports",
           (S.COVER, S.CONTENTS, S.SUMMARY, S.CHANGES, S.INDICATORS, S.CQC, S.FUNCTIONS, S.RISKS, S.SOURCES, S.METHODS, S.TERMS),
           "the shorter report to the Health and Wellbeing Board, twice a year"),
    Preset("delivery-group", "Primary care delivery pack", "Delivery Group", "months_between_meetings", EVERY,
           "every section, for the Delivery Group's next meeting, every two months"),
)
# fmt: on


def preset_named(name: str) -> Preset:
    """Return the preset of that name. Raises WorkbookProblem with the names there are."""
    for preset in PRESETS:
        if preset.name == name:
            return preset
    there_are = ", ".join(preset.name for preset in PRESETS)
    raise WorkbookProblem(f"There is no preset called “{name}”. There are: {there_are}.")
