"""A new tracker from a kit: every list with the kit's rows, and the sheet Start here as the first."""

from datetime import datetime
from functools import partial
from typing import Final

from pc_workbook.draw.workbook import drawn_parts
from pc_workbook.draw.xlsxwriter_book import packed
from pc_workbook.hosts.memory import MemoryHost
from pc_workbook.kits.kit import Kit
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.lists.catalogue import PRACTICE_LISTS, PRACTICES
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.views.entry.entry_sheets import entry_workbook
from pc_workbook.views.parts import Workbook
from pc_workbook.views.workbook.start_here import start_here_sheet

MADE_ON: Final = datetime(2017, 1, 1)  # the same for every new tracker, so that a kit always gives the same bytes


def tracker_of_kit(kit: Kit) -> bytes:
    """Return the content of a new tracker. The same kit gives the same bytes."""
    without = PRACTICE_LISTS - {*kit.rows} if PRACTICES.table not in kit.rows else ()
    sheets = entry_workbook(kit.rows, kit.settings, kit.about.title, start_here=True, without=without)
    host = MemoryHost(packed(drawn_parts(sheets)), kit.about.title)
    intake = read_tracker(host.read())
    first = Workbook((start_here_sheet(intake, find_all(intake)),), kit.about.title, MADE_ON.date())
    return host.apply(partial(drawn_parts, first), (), MADE_ON).content
