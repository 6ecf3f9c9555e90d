"""Read and change the workbook part: the list of sheets and the parts it is related to."""

from typing import NamedTuple

from lxml import etree

from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.package.free_names import MOST_SHEETS, next_number
from pc_workbook.ooxml.package.namespaces import RELATION, RELATION_TYPE, SHEET_ML
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.relations import Relation, append_relation, read_relations, relations_part, relative
from pc_workbook.ooxml.package.xml import Element, children, insert_in_order, is_true, whole_number

LONGEST_ID = 20  # characters of an attribute that may be a relation id
ORDER = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "AlternateContent",
    "revisionPtr",
    "absPath",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
]


class Sheet(NamedTuple):
    """A sheet in the list of sheets."""

    name: str
    part: str
    kind: str
    """The kind of its relation: "worksheet", "chartsheet", ..."""
    position: int
    """Position in the list, from 0, as the localSheetId of a defined name counts."""
    state: str | None

    @property
    def is_worksheet(self) -> bool:
        return self.kind == "worksheet"


class Workbook:
    """The workbook part of a package. Changes stay in `tree` until store().

    Raises WorkbookProblem on creation where the package has no workbook part.
    """

    def __init__(self, package: Package) -> None:
        part = package.related("", "officeDocument")
        if part is None:
            raise package.damaged()
        self.package = package
        self.part = part
        self.tree = package.tree(part)
        self._relation_tree = package.relation_tree(part)
        self._relations: list[Relation] = []  # read again after a change
        self._sheets: list[Sheet] = []
        self._reserved_ids: frozenset[str] | None = None

    def store(self) -> None:
        """Put the changed trees into the package."""
        self.package.put_tree(self.part, self.tree)
        self.package.put_tree(relations_part(self.part), self._relation_tree)

    def _all_relations(self) -> list[Relation]:
        if not self._relations:
            self._relations = read_relations(self.part, self._relation_tree)
        return self._relations

    def related(self, kind: str) -> str | None:
        """Return the first existing part with a relation of that kind, None where there is none."""
        for relation in self._all_relations():
            if relation.kind == kind and relation.part is not None and self.package.has(relation.part):
                return relation.part
        return None

    def relate(self, kind: str, part: str) -> str:
        """Add a relation to a part and return its id."""
        self._relations, self._sheets = [], []
        if (
            self._reserved_ids is None
        ):  # a new relation must not get an id that something refers to without effect so far
            values = (value for element in self.tree.iter(etree.Element) for value in element.attrib.values())
            self._reserved_ids = frozenset(str(value).casefold() for value in values if len(value) <= LONGEST_ID)
        target = relative(self.part, part)
        return append_relation(self._relation_tree, RELATION_TYPE + kind, target, self._reserved_ids)

    def unrelate(self, kind: str) -> None:
        """Remove the relations of a kind."""
        removed = {relation.id for relation in self._all_relations() if relation.kind == kind}
        self._relations, self._sheets = [], []
        for element in list(children(self._relation_tree)):
            if element.get("Id") in removed:
                self._relation_tree.remove(element)

    # -- sheets

    def _sheet_list(self) -> Element:
        found = self.tree.find(SHEET_ML + "sheets")
        if found is None:
            raise self.package.damaged()
        return found

    def sheets(self) -> list[Sheet]:
        """Return all sheets in order. Raises WorkbookProblem where the part of one is missing."""
        if not self._sheets:
            self._sheets = self._listed_sheets()
        return list(self._sheets)

    def _listed_sheets(self) -> list[Sheet]:
        by_id = {relation.id: relation for relation in self._all_relations()}
        found = []
        for position, element in enumerate(children(self._sheet_list())):
            relation = by_id.get(element.get(RELATION + "id", ""))
            if relation is None or relation.part is None or not self.package.has(relation.part):
                raise self.package.damaged()
            name, state = element.get("name", ""), element.get("state")
            found.append(Sheet(name, relation.part, relation.kind, position, state))
        return found

    def sheet(self, name: str) -> Sheet | None:
        """Return the sheet of that name, without regard to case as in Excel; None where there is none."""
        wanted = name.casefold()
        return next((sheet for sheet in self.sheets() if sheet.name.casefold() == wanted), None)

    def add_sheet(self, name: str, part: str, state: str | None) -> Sheet:
        """Add a sheet at the end, so that no localSheetId and no active tab changes."""
        sheets = self._sheet_list()
        number = next_number({whole_number(sheet, "sheetId") for sheet in children(sheets)}, MOST_SHEETS)
        element = sheets.makeelement(SHEET_ML + "sheet", nsmap=None)
        element.set("name", name)
        element.set("sheetId", str(number))
        if state:
            element.set("state", state)
        element.set(RELATION + "id", self.relate("worksheet", part))
        sheets.append(element)
        return self.sheets()[-1]  # read again, since a relation was added

    # -- calculation

    def recalculate_on_opening(self) -> None:
        """Make Excel calculate every formula on opening. As a consequence it asks to save on closing."""
        calculation = self.tree.find(SHEET_ML + "calcPr")
        if calculation is None:
            calculation = self.tree.makeelement(SHEET_ML + "calcPr", nsmap=None)
            calculation.set("calcId", "0")
            insert_in_order(self.tree, calculation, ORDER)
        calculation.set("fullCalcOnLoad", "1")

    def remove_calculation_chain(self) -> None:
        """Remove the calculation chain, the list of cells with formulas.

        An entry for a cell without a formula makes Excel repair the file; without a chain it makes a new one.
        """
        part = self.related("calcChain")
        if part is not None:
            self.unrelate("calcChain")
            self.package.drop(part)

    @property
    def counts_from_1904(self) -> bool:
        """Whether dates are counted from 1904, as on old Macs."""
        properties = self.tree.find(SHEET_ML + "workbookPr")
        return properties is not None and is_true(properties.get("date1904"))


def require_worksheet(workbook: Workbook, name: str) -> Sheet:
    """Return the worksheet of that name. Raises WorkbookProblem where there is none."""
    sheet = workbook.sheet(name)
    if sheet is None or not sheet.is_worksheet:
        raise WorkbookProblem(f"{workbook.package.name} has no sheet called '{name}'.")
    return sheet
