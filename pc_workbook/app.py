"""What a person can ask for, one function each; its lines are the steps, at one height.

A door hands in the host: nothing here knows whether the workbook is a file or an open Excel.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pc_workbook import __version__
from pc_workbook.errors import OurMistake
from pc_workbook.hosts.port import Delivered, Host
from pc_workbook.tracker.findings import Finding, Severity, blocked_indicators
from pc_workbook.tracker.intake import Intake, take_in
from pc_workbook.tracker.rules import find_all

if TYPE_CHECKING:
    import pandas as pd

    from pc_workbook.measures.results import Figure, Results
    from pc_workbook.views.entry import Rows
    from pc_workbook.views.parts import Value

Progress = Callable[[str], None]


def silent(step: str) -> None:
    """Says nothing about a step."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A tracker as it was read, and everything found in it."""

    intake: Intake
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        """How many findings of one severity, accepted ones left out."""
        return sum(f.severity is severity and f.accepted is None for f in self.findings)


class Refreshed(NamedTuple):
    """What a refresh found and what it wrote."""

    checked: Checked
    delivered: Delivered


def check(host: Host, progress: Progress = silent) -> Checked:
    """Read a tracker and find everything that is wrong with it, in one pass."""
    progress("Reading the tracker")
    intake = take_in(host.read())
    progress("Checking it")
    return Checked(intake, find_all(intake))


def refresh(host: Host, *, now: datetime | None = None, progress: Progress = silent) -> Refreshed:
    """Read, check, compute, draw, and put the summary sheets into the tracker; nothing else is touched."""
    from pc_workbook.draw.workbook import draw
    from pc_workbook.views.edition import Run, generated_sheets
    from pc_workbook.views.parts import Workbook

    when = now or datetime.now()
    checked = check(host, progress)
    progress("Working out the figures")
    results = measure(checked)
    run = Run(when, __version__, host.name)
    sheets = generated_sheets(results, checked.intake, checked.findings, run)
    drawing = Workbook(sheets, f"{checked.intake.tracker.settings.area_name}: primary care improvement", when.date())
    progress("Drawing the summary sheets and putting them into the tracker")
    keep = checked.intake.tracker.settings.snapshots_to_keep
    return Refreshed(checked, host.deliver(lambda path: draw(drawing, path), keep=keep, now=when))


def measure(checked: Checked) -> "Results":
    """Every measure of one edition; an indicator that a blocking finding touches gets no RAG and says why."""
    from pc_workbook.measures.edition import measure_edition

    return measure_edition(checked.intake.tracker, blocked_indicators(checked.findings))


def figures(host: Host) -> "tuple[Figure, ...]":
    """All figures of a tracker, one record each."""
    from pc_workbook.measures.table import figures as all_figures

    checked = check(host)
    return all_figures(measure(checked), checked.intake.tracker)


def figures_frame(host: Host) -> "pd.DataFrame":
    """The same figures as one tidy pandas DataFrame: a row a figure, the keys of Figure as columns.

    Raises WorkbookProblem where the tracker can't be read.

    >>> from pc_workbook.hosts.file import FileHost
    >>> frame = figures_frame(FileHost(sample("thurrock-2017.xlsx")))
    >>> good = frame[(frame.measure == "cqc_share_at_least_good_of_all") & (frame.organisation == "Thurrock")]
    >>> good[["numerator", "denominator"]].iloc[0].tolist()
    [10.0, 33.0]
    """
    from pc_workbook.measures.table import frame

    return frame(figures(host))


def draw_tracker(
    path: Path,
    rows: "Rows | None" = None,
    settings: "Mapping[str, Value] | None" = None,
    title: str = "Primary care improvement tracker",
    merges: Mapping[str, tuple[int, int, int]] | None = None,
) -> None:
    """Draw a whole tracker at a path of ours, empty or with rows; templates and samples are made by it."""
    from pc_workbook.draw.workbook import draw
    from pc_workbook.views.entry import entry_workbook

    draw(entry_workbook(rows or {}, settings or {}, title, merges), path)


def new_tracker(target: Path) -> None:
    """An empty tracker at a path where nothing stands yet."""
    from pc_workbook.hosts.file import place_new

    place_new(shipped("templates", "tracker.xlsx"), target)


def sample(name: str) -> Path:
    """The path of a sample that comes with the program."""
    return shipped("samples", name)


def shipped(folder: str, name: str) -> Path:
    """A file that comes with the program: beside the package in a checkout, inside it once installed."""
    inside = Path(__file__).parent / folder / name
    beside = Path(__file__).parents[1] / folder / name
    for path in (inside, beside):
        if path.is_file():
            return path
    raise OurMistake(f"{folder}/{name} should have come with the program and is not there")
