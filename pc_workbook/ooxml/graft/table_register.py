"""Keep names and ids of list objects unique in a workbook, and stable from refresh to refresh.

Slicers refer to the ids of a list object and its columns, formulas to its name and column names. So a drawn list object
that replaces its earlier version gets the same ids, each column by its name.
"""

from collections.abc import Mapping

from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.graft.generated_sheets import read_mark
from pc_workbook.ooxml.graft.style_merge import StyleMerge
from pc_workbook.ooxml.package.defined_names import DefinedNames
from pc_workbook.ooxml.package.free_names import MOST_IDS, next_number
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.package.xml import Element, dump, parse
from pc_workbook.ooxml.read.list_objects import TablePart, table_parts

TABLE_CLASH = (
    "'{name}' is needed as the name of a table on '{sheet}', but a table on '{owner}' has that name. "
    "Rename that table (Table Design, Table Name), then refresh again."
)
RENAMED_SHEET = (
    "'{owner}' looks like an earlier '{sheet}' under another name. Give it its old name back or delete it, "
    "then refresh again."
)
NAME_CLASH = (
    "'{name}' is needed as the name of a table on '{sheet}', but the workbook already uses that name. "
    "Rename it (Formulas, Name Manager), then refresh again."
)


class TableRegister:
    """The list objects of the user's workbook, and the ids given since."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._names = set(DefinedNames(workbook).global_names())
        tables = table_parts(workbook)
        self.known = {table.name.casefold(): table for table in tables}
        self._ids = {table.id for table in tables}

    def new_id(self) -> int:
        """Return an id that no list object has."""
        number = next_number(self._ids, MOST_IDS)
        self._ids.add(number)
        return number

    def on_sheet(self, sheet: str) -> list[TablePart]:
        """Return the list objects that were on a sheet."""
        return [table for table in self.known.values() if table.sheet == sheet]

    def refuse_clash(self, name: str, sheet: str, replaced: set[str]) -> None:
        """Raise WorkbookProblem where a drawn list object can't have its name; those on `replaced` sheets will be removed."""
        existing = self.known.get(name.casefold())
        if existing is not None and existing.sheet not in replaced:
            message = RENAMED_SHEET if self._is_generated(existing.sheet) else TABLE_CLASH
            raise WorkbookProblem(message.format(name=name, sheet=sheet, owner=existing.sheet))
        if name.casefold() in self._names:
            raise WorkbookProblem(NAME_CLASH.format(name=name, sheet=sheet))

    def _is_generated(self, name: str) -> bool:
        sheet = self._workbook.sheet(name)
        return sheet is not None and read_mark(self._workbook, sheet) is not None

    def free_name(self, wanted: str, taken: set[str]) -> str:
        """Return a name that nothing in the workbook and nothing in `taken` (case-folded) has."""
        used = self.known.keys() | self._names | taken
        number, name = 1, wanted
        while name.casefold() in used:
            number += 1
            name = f"{wanted}{number}"
        return name

    def converted(self, data: bytes, styles: StyleMerge) -> bytes:
        """Return the part of a drawn list object for the user's workbook."""
        tree = parse(data)
        styles.renumber_differential_formats(tree)
        earlier = self.known.get(tree.get("displayName", "").casefold())
        tree.set("id", str(self.new_id() if earlier is None else earlier.id))
        if earlier is not None:
            _keep_column_ids(tree, earlier.column_ids)
        return dump(tree)


def _keep_column_ids(tree: Element, earlier: Mapping[str, int]) -> None:
    used = set(earlier.values())
    for column in tree.iter(SHEET_ML + "tableColumn"):
        number = earlier.get(column.get("name", ""))
        if number is None:
            number = next_number(used, MOST_IDS)
            used.add(number)
        column.set("id", str(number))
