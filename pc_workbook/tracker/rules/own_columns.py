"""Rules for the list of own columns: each is there, is one's own, and can be where it is to be shown."""

from collections.abc import Iterator

from pc_workbook.model.own_column import HANDED_OUT
from pc_workbook.model.row import MarkingLevel
from pc_workbook.model.text import folded
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import BY_TABLE, OWN_COLUMNS
from pc_workbook.tracker.lists.layout import is_own
from pc_workbook.tracker.lists.own_columns import TABLES
from pc_workbook.tracker.rules.rule import Rule, each_row, row_finding


def own_columns_are_in_their_lists(intake: Intake) -> Iterator[Finding]:
    """Check that a listed column is in its list (R120), and is none of the program's (R121)."""
    for read, entry, row in each_row(intake, OWN_COLUMNS):
        table = TABLES[row.sheet]
        usual = {folded(column.heading) for column in BY_TABLE[table].columns}
        own = {folded(column.heading) for column in intake.lists[table].of.columns if is_own(column.field)}
        if folded(row.column) in usual:
            yield row_finding(read, entry, "column", "R121", row.column, list_sheet=str(row.sheet))
        elif folded(row.column) not in own:
            yield row_finding(read, entry, "column", "R120", row.column, list_sheet=str(row.sheet))


def own_columns_can_be_handed_out(intake: Intake) -> Iterator[Finding]:
    """Check that a column in returns is in a list that is handed out, and is not exempt (R122)."""
    for read, entry, row in each_row(intake, OWN_COLUMNS):
        if not row.in_return:
            continue
        if row.sheet not in HANDED_OUT:
            reason = detail("list_not_handed_out", list_sheet=str(row.sheet))
        elif row.marking is MarkingLevel.EXEMPT:
            reason = detail("exempt_not_handed_out")
        else:
            continue
        yield row_finding(read, entry, "in_return", "R122", row.column, reason=reason)


RULES: tuple[Rule, ...] = (own_columns_are_in_their_lists, own_columns_can_be_handed_out)
