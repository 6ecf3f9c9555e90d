"""A workbook held in memory: what every host means by reading and delivering, and nothing of disks, locks or windows.

The file host puts what is made here where files live; --dry-run only tells of it.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from pc_workbook.cells.change import Change
from pc_workbook.errors import OurMistake
from pc_workbook.hosts.disk.backup_names import dated_name
from pc_workbook.hosts.package_reader import read_lists
from pc_workbook.hosts.port import Delivered, Draw
from pc_workbook.ooxml.package.opening import open_content
from pc_workbook.ooxml.package.package import Package
from pc_workbook.tracker.lists.catalogue import ENTRY_SHEETS, MARKING_HEADINGS
from pc_workbook.tracker.snapshot import Snapshot

if TYPE_CHECKING:
    from pc_workbook.ooxml.graft.graft import GraftReport


class Edition(NamedTuple):
    """A workbook as it was before a delivery."""

    name: str
    content: bytes


class Made(NamedTuple):
    """What a delivery makes of a workbook."""

    content: bytes
    told: Delivered


class MemoryHost:
    """The content of a workbook file, and the name it goes by."""

    def __init__(self, content: bytes, name: str) -> None:
        self.content, self._name = content, name
        self.editions: tuple[Edition, ...] = ()  # oldest first
        self._package: Package | None = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def package(self) -> Package:
        """The workbook, opened: kept, since what a reading has looked through a delivery need not."""
        if self._package is None:
            self._package = open_content(self.content, self.name)  # refuses, with a sentence, what can't be worked on
        return self._package

    def read(self) -> Snapshot:
        return read_lists(self.package, BytesIO(self.content))

    def deliver(self, draw: Draw | None, *, changes: Sequence[Change] = (), keep: int, now: datetime) -> Delivered:
        if keep < 1:
            raise OurMistake("a workbook was to be changed without keeping an earlier edition")
        made = self.made(draw, changes, now)
        if made.content != self.content:
            taken = {edition.name for edition in self.editions}
            earlier = Edition(dated_name(self.name, now, taken.__contains__), self.content)
            self.editions = (*self.editions, earlier)[-keep:]
            self.content = made.content
        return made.told

    def made(self, draw: Draw | None, changes: Sequence[Change], now: datetime) -> Made:
        """What the workbook becomes with the changes carried out and the drawn sheets in it. The one held stays."""
        from pc_workbook.ooxml.graft.graft import GraftReport, put_sheets  # a check does not pay for it

        drawn = None if draw is None else Package.of_parts(draw(), "The drawing")
        package, self._package = self.package, None  # used up
        if changes:
            from pc_workbook.ooxml.edit.cells import carry_out  # a refresh that has nothing to file does not pay for it

            carry_out(package, changes, MARKING_HEADINGS)
        report = GraftReport() if drawn is None else put_sheets(package, drawn, now.date(), ENTRY_SHEETS)
        return Made(package.packed(), _told(self.name, report, len(changes)))


def _told(where: str, report: "GraftReport", changed: int) -> Delivered:
    return Delivered(
        where=where,
        replaced=report.replaced_sheets,
        added=report.added_sheets,
        kept=tuple(report.kept.items()),
        warnings=report.warnings,
        changed=changed,
    )
