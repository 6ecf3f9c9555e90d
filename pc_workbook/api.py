"""The public functions of `pc_workbook`: the requests of app.py for workbooks that are files.

Every function raises WorkbookProblem where a workbook can't be read or written; its message says why and what to do.
"""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from pc_workbook import app
from pc_workbook.app import Progress, silent
from pc_workbook.errors import WorkbookProblem

if TYPE_CHECKING:
    import pandas as pd

    from pc_workbook.accessibility.checklist import Item
    from pc_workbook.hosts.file import FileHost
    from pc_workbook.wording.compare import ComparisonReport

StrPath: TypeAlias = str | os.PathLike[str]

TRACKER_ITSELF = "{path} is the tracker itself. After the tracker, name the returns that came back."

ADOPTS_ITSELF = "{path} is the tracker itself. Name the workbook to adopt first, and the tracker after --into."


def check(path: StrPath, *, progress: Progress = silent) -> app.Checked:
    """Read a tracker and return it with its findings.

    Raises WorkbookProblem where it can't be read.
    """
    return app.check(_host(path), progress)


def figures(path: StrPath) -> "pd.DataFrame":
    """Return every figure of a tracker: one row per measure, organisation and period.

    `value` is numeric and missing where there is no number; ratings, states and verdicts are in `text_value`.
    `period_start` and `period_end` are the first and last day of the period. Raises WorkbookProblem where the tracker
    can't be read.
    """
    from pc_workbook.figures.data_frame import data_frame

    checked = app.check(_host(path))
    return data_frame(app.figures_of(checked), checked.intake.tracker.settings.first_month)


def refresh(
    path: StrPath,
    *,
    out: StrPath | None = None,
    dry_run: bool = False,
    now: datetime | None = None,
    progress: Progress = silent,
) -> app.Refreshed:
    """Write the summary sheets and charts of a tracker into it, after a backup.

    With `out` the refreshed workbook is written there and the tracker isn't changed; with `dry_run` nothing is written.
    Raises WorkbookProblem where the tracker can't be read or the workbook can't be written.
    """
    return app.refresh(_host(path, out=out, dry_run=dry_run), now=now, progress=progress)


def hand_out(
    path: StrPath,
    folder: StrPath,
    *,
    locality: str | None = None,
    by: str | None = None,
    register: bool = True,
    now: datetime | None = None,
    progress: Progress = silent,
) -> app.HandOut:
    """Write one return per locality, or that of one locality, into a folder. `by` is the level of the groups to hand out
    to, such as "Place"; by default the lowest.

    With `register` they are entered in the tracker's Returns register. Raises WorkbookProblem where the tracker can't
    be read, there is no such locality, or a return can't be written.
    """
    return app.hand_out(_host(path), Path(folder), locality, by=by, register=register, now=now, progress=progress)


def merge_returns(
    path: StrPath,
    returns: Iterable[StrPath],
    *,
    dry_run: bool = False,
    now: datetime | None = None,
    progress: Progress = silent,
) -> app.MergedReturns:
    """Merge returns, in any order, into a tracker, after a backup.

    A cell that nobody else has changed is taken over; any other is listed on the Conflicts sheet. Returns that can't be
    read are named in `unread` of the result. With `dry_run` nothing is written. Raises WorkbookProblem where the
    tracker can't be read or written, or the tracker itself is the only return.
    """
    from pc_workbook.hosts.disk.saving import clear_after_killed_run
    from pc_workbook.hosts.file import is_same_file

    tracker, given = Path(path), [Path(name) for name in returns]
    refused = [TRACKER_ITSELF.format(path=name) for name in given if is_same_file(name, tracker)]
    completed = [name for name in given if not is_same_file(name, tracker)]
    if refused and not completed:
        raise WorkbookProblem(refused[0])
    merged = app.merge_returns(_host(tracker, dry_run=dry_run), completed, now=now, progress=progress)
    if merged.delivered is None and not dry_run:
        clear_after_killed_run(tracker)
    return merged._replace(unread=(*refused, *merged.unread))


def board_pack(
    path: StrPath,
    edition: str,
    out: StrPath,
    *,
    preset: str | None = None,
    pdf: bool = False,
    accessible: bool = False,
    template: StrPath | None = None,
    issued: bool = False,
    now: datetime | None = None,
    progress: Progress = silent,
) -> app.BoardPack:
    """Write the pack for a meeting: values only, ready to print.

    `edition` is public, group or guest; `preset` is a kind of pack that the tracker lists on the sheet Packs, by default
    the first. `pdf` and `accessible` add a PDF and an accessible workbook beside it, `template` replaces the house style, `issued` records the pack in the
    tracker. Raises WorkbookProblem, and writes nothing, where the tracker has errors or the pack would show what the
    edition may not.
    """
    return app.board_pack(
        _host(path),
        edition,
        Path(out),
        preset=preset,
        pdf=pdf,
        accessible=accessible,
        template=None if template is None else Path(template),
        issued=issued,
        now=now,
        progress=progress,
    )


def compare(old: StrPath, new: StrPath, *, progress: Progress = silent) -> "ComparisonReport":
    """Return what changed between two issues of a tracker.

    Raises WorkbookProblem where one of them can't be read or is no tracker.
    """
    return app.compare(_host(old), _host(new), progress)


def propose_mapping(
    path: StrPath,
    workbook: StrPath,
    mapping: StrPath,
    *,
    command: str = "",
    dry_run: bool = False,
    now: datetime | None = None,
    progress: Progress = silent,
) -> app.ProposedMapping:
    """Propose for each column of a workbook the list and column of a tracker it seems to be.

    The proposal is written to `mapping`, a new workbook for a person to correct; with `dry_run` nothing is written. The
    tracker isn't changed. Raises WorkbookProblem where one of the two can't be read or the mapping can't be written.
    """
    tracker, old = Path(path), Path(workbook)
    _refuse_same(tracker, old)
    return app.propose_mapping(
        _host(tracker), old, Path(mapping), command=command, dry_run=dry_run, now=now, progress=progress
    )


def adopt(
    path: StrPath,
    workbook: StrPath,
    mapping: StrPath,
    *,
    dry_run: bool = False,
    now: datetime | None = None,
    progress: Progress = silent,
) -> app.Adopted:
    """Fill a tracker from a workbook by its mapping, after a backup.

    Entries that people made in the tracker stay; conflicts are listed in the result. Nothing is written where the mapping
    has errors, nor with `dry_run`. Raises WorkbookProblem where one of the three can't be read or written.
    """
    tracker, old, map_of = Path(path), Path(workbook), Path(mapping)
    _refuse_same(tracker, old)
    marks = _host(map_of, dry_run=dry_run)
    return app.adopt(_host(tracker, dry_run=dry_run), old, map_of, marks, now=now, progress=progress)


def _refuse_same(tracker: Path, workbook: Path) -> None:
    from pc_workbook.hosts.file import is_same_file

    if is_same_file(tracker, workbook):
        raise WorkbookProblem(ADOPTS_ITSELF.format(path=workbook))


def new_tracker(path: StrPath, kit: StrPath = app.BLANK) -> None:
    """Write a new tracker from a kit: its name, or the path of its folder or of a tracker.

    Raises WorkbookProblem where the kit can't be used, or the file exists already or can't be written.
    """
    app.new_tracker(Path(path), os.fspath(kit))


def accessibility(path: StrPath, *, progress: Progress = silent) -> "tuple[Item, ...]":
    """Check any workbook against the Analysis Function's checklist for accessible spreadsheets.

    Return one record per item of the checklist. Raises WorkbookProblem where the workbook can't be read.
    """
    return app.accessibility(Path(path), progress)


def _host(path: StrPath, *, out: StrPath | None = None, dry_run: bool = False) -> "FileHost":
    from pc_workbook.hosts.file import DryRunHost, FileHost

    return (DryRunHost if dry_run else FileHost)(Path(path), None if out is None else Path(out))
