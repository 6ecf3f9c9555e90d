"""All generated sheets of a tracker, in the order of their tabs."""

from datetime import datetime
from typing import NamedTuple

from pc_workbook.measures.results import Results
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.views.parts import Sheet
from pc_workbook.views.workbook.actions import actions_sheet
from pc_workbook.views.workbook.cqc import cqc_sheet
from pc_workbook.views.workbook.dashboard import dashboard_sheet
from pc_workbook.views.workbook.data_quality import data_quality_sheet
from pc_workbook.views.workbook.indicators import indicators_sheet
from pc_workbook.views.workbook.localities import localities_sheet
from pc_workbook.views.workbook.method_notes import notes_sheet
from pc_workbook.views.workbook.practices import practices_sheet
from pc_workbook.views.workbook.to_chase import chase_sheet
from pc_workbook.wording.overview_sheets import refreshed_words


class Run(NamedTuple):
    """One refresh: its time, the version of the program, and the name of the tracker."""

    refreshed_at: datetime
    version: str
    tracker_name: str

    @property
    def words(self) -> str:
        """Return the only sentence that differs between two refreshes of the same tracker."""
        return refreshed_words(self.refreshed_at, self.tracker_name, self.version)


def generated_sheets(results: Results, intake: Intake, findings: tuple[Finding, ...], run: Run) -> tuple[Sheet, ...]:
    """Return the nine sheets that a refresh generates."""
    sheets = (
        dashboard_sheet(results, intake, findings, run.words),
        indicators_sheet(results),
        practices_sheet(results, intake),
        localities_sheet(results, intake),
        cqc_sheet(results, intake),
        actions_sheet(results),
        chase_sheet(results, intake, run.refreshed_at.date()),
        data_quality_sheet(intake, findings),
        notes_sheet(results, intake, findings),
    )
    if not results.own:
        return sheets
    from pc_workbook.views.workbook.own_columns import with_own_columns  # few trackers have any

    return tuple(with_own_columns(sheet, results, sheet.name) for sheet in sheets)
