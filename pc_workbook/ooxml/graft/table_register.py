"""Tables (list objects): their names and numbers are unique in a workbook, and other things hang on them.

Slicers hang on a table's id and on its columns' ids, formulas on its name and its columns' names. So a drawn
table that replaces its earlier version keeps that version's ids, each column by its name.
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
    "'{name}' is needed as the name of a table on '{sheet}', but a table on '{owner}' has that name; "
    "rename that table (Table Design, Table Name), then refresh again."
)
RENAMED_SHEET = (
    "'{owner}' looks like an earlier '{sheet}' under another name; give it its old name back or delete it, "
    "then refresh again."
)
NAME_CLASH = (
    "'{name}' is needed as the name of a table on '{sheet}', but the workbook already uses that name; "
    "rename it (Formulas, Name Manager), then refresh again."
)


class TableRegister:
    """Every table of the user's workbook as it was found, and the ids given out since."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._names = set(DefinedNames(workbook).global_names())
        tables = table_parts(workbook)
        self.known = {table.name.casefold(): table for table in tables}
        self._ids = {table.id for table in tables}

    def new_id(self) -> int:
        number = next_number(self._ids, MOST_IDS)
        self._ids.add(number)
        return number

    def on(self, sheet: str) -> list[TablePart]:
        return [table for table in self.known.values() if table.sheet == sheet]

    def refuse_clash(self, name: str, sheet: str, replaced: set[str]) -> None:
        """`replaced`: the sheets whose present tables make way."""
        present = self.known.get(name.casefold())
        if present is not None and present.sheet not in replaced:
            sentence = RENAMED_SHEET if self._is_ours(present.sheet) else TABLE_CLASH
            raise WorkbookProblem(sentence.format(name=name, sheet=sheet, owner=present.sheet))
        if name.casefold() in self._names:
            raise WorkbookProblem(NAME_CLASH.format(name=name, sheet=sheet))

    def _is_ours(self, name: str) -> bool:
        sheet = self._workbook.sheet(name)
        return sheet is not None and read_mark(self._workbook, sheet) is not None

    def free_name(self, wanted: str, taken: set[str]) -> str:
        """A table name that nothing in the workbook and nothing in `taken` (folded) has."""
        used = self.known.keys() | self._names | taken
        number, name = 1, wanted
        while name.casefold() in used:
            number += 1
            name = f"{wanted}{number}"
        return name

    def recast(self, data: bytes, styles: StyleMerge) -> bytes:
        """A drawn table as it is to stand in the user's workbook."""
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
        known = earlier.get(column.get("name", ""))
        if known is None:
            known = next_number(used, MOST_IDS)
            used.add(known)
        column.set("id", str(known))
