"""A workbook in memory: the reference implementation of a host, without disks, locks or windows.

The file host writes what is made here to disk; a dry run only reports it.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from pc_workbook.cells.change import Change
from pc_workbook.errors import InternalError
from pc_workbook.hosts.disk.backup_names import dated_name
from pc_workbook.hosts.package_reader import read_lists
from pc_workbook.hosts.port import Delivered, Draw
from pc_workbook.ooxml.package.opening import open_content
from pc_workbook.ooxml.package.package import Package
from pc_workbook.tracker.lists.catalogue import ENTRY_SHEETS, MARKING_HEADINGS
from pc_workbook.tracker.snapshot import Snapshot

if TYPE_CHECKING:
    from pc_workbook.ooxml.graft.graft import GraftReport


class EarlierVersion(NamedTuple):
    """The content of a workbook before a delivery."""

    name: str
    content: bytes


class Applied(NamedTuple):
    """The content of a workbook after a delivery, and what the delivery did."""

    content: bytes
    delivered: Delivered


class MemoryHost:
    """A host for the content of a workbook file."""

    def __init__(self, content: bytes, name: str) -> None:
        self.content, self._name = content, name
        self.earlier_versions: tuple[EarlierVersion, ...] = ()  # oldest first
        self._package: Package | None = None

    @property
    def name(self) -> str:
        """Return the name of the workbook."""
        return self._name

    @property
    def package(self) -> Package:
        """Return the opened package. It is cached, so that a delivery need not parse again what was read.

        Raises WorkbookProblem if the content can't be opened.
        """
        if self._package is None:
            self._package = open_content(self.content, self.name)
        return self._package

    def read(self) -> Snapshot:
        """Return the cells of the sheets with lists. Raises WorkbookProblem."""
        return read_lists(self.package, BytesIO(self.content))

    def deliver(self, draw: Draw | None, *, changes: Sequence[Change] = (), keep: int, now: datetime) -> Delivered:
        """Apply the changes and insert the drawn sheets, and keep the earlier content. Raises WorkbookProblem."""
        if keep < 1:
            raise InternalError("a workbook was to be changed without keeping an earlier version")
        applied = self.apply(draw, changes, now)
        if applied.content != self.content:
            taken = {version.name for version in self.earlier_versions}
            earlier = EarlierVersion(dated_name(self.name, now, taken.__contains__), self.content)
            self.earlier_versions = (*self.earlier_versions, earlier)[-keep:]
            self.content = applied.content
        return applied.delivered

    def apply(self, draw: Draw | None, changes: Sequence[Change], now: datetime) -> Applied:
        """Return the workbook's content with the changes applied and the drawn sheets inserted.

        The content of this host stays the same. Raises WorkbookProblem.
        """
        from pc_workbook.ooxml.graft.graft import GraftReport, put_sheets  # imported late: a check does not need it

        drawn = None if draw is None else Package.of_parts(draw(), "The drawing")
        package, self._package = self.package, None  # it is changed below, so it can't be read again
        if changes:
            from pc_workbook.ooxml.edit.cells import apply_changes  # imported late: most refreshes have no changes

            apply_changes(package, changes, MARKING_HEADINGS)
        report = GraftReport() if drawn is None else put_sheets(package, drawn, now.date(), ENTRY_SHEETS)
        return Applied(package.packed(), _delivered(self.name, report, len(changes)))


def _delivered(where: str, report: "GraftReport", changed: int) -> Delivered:
    return Delivered(
        where=where,
        replaced=report.replaced_sheets,
        added=report.added_sheets,
        kept=tuple(report.kept.items()),
        warnings=report.warnings,
        changed=changed,
    )
