"""Put drawn sheets into a user's workbook, and touch nothing else.

The drawn workbook comes from XlsxWriter. A sheet of ours of the same name is replaced where it stands: its
name, its number, its place, whether it is hidden or selected, its code name and the name of its part stay, so
formulas, names, links and pivots that point there go on doing so. Other sheets are added at the end. If
somebody put something on a sheet of ours, that sheet is first kept as a dated copy. A sheet of somebody
else's is never replaced. Every part that is not named in the report is byte for byte what it was, and the
same drawing grafted twice changes nothing the second time.
"""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pc_workbook.errors import OurMistake, WorkbookProblem
from pc_workbook.ooxml.graft.drawn_sheet import Dependents, Place, Recast, place_of
from pc_workbook.ooxml.graft.fingerprint import SheetReader
from pc_workbook.ooxml.graft.generated_sheets import Generated, find_generated, put_mark
from pc_workbook.ooxml.graft.style_merge import StyleMerge
from pc_workbook.ooxml.graft.table_register import TableRegister
from pc_workbook.ooxml.graft.workbook_parts import list_new_sheets, spill_mark
from pc_workbook.ooxml.package.defined_names import BUILT_IN, DefinedNames, drawn_names, sheet_pointed_at
from pc_workbook.ooxml.package.namespaces import WORKSHEET_CONTENT
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.styles import StyleTable
from pc_workbook.ooxml.package.workbook import Sheet, Workbook
from pc_workbook.ooxml.read.list_objects import table_parts
from pc_workbook.ooxml.read.shared_strings import shared_items
from pc_workbook.ooxml.read.sheet_cells import has_formulas

# What XlsxWriter can draw and a graft can't carry: it lives in tables of the workbook, not on the sheet.
_NOT_CARRIED = ("xl/richdata/", "xl/featurepropertybag/", "xl/chartsheets/")

_SIGNED = "The digital signature of {name} no longer holds, because its contents have changed; sign it again."
_SHARED = (
    "{name} is a shared workbook of the old kind, whose history of changes does not know the refreshed sheets; "
    "stop sharing it that way and use co-authoring."
)
KEPT = (
    "Something had been put on '{name}' since the last refresh; it is kept on the sheet '{kept}'. "
    "Formulas on other sheets still point at '{name}'."
)
_NAME_TAKEN = (
    "'{name}' is needed as a defined name, but the workbook already uses it for something else; rename it "
    "(Formulas, Name Manager, or Table Design, Table Name), then refresh again."
)


class GraftReport(NamedTuple):
    touched: tuple[str, ...] = ()
    """Parts that were there and now read differently."""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    replaced_sheets: tuple[str, ...] = ()
    added_sheets: tuple[str, ...] = ()
    kept: Mapping[str, str] = MappingProxyType({})
    """Sheets that somebody had put something on -> the name their copy is kept under."""
    warnings: tuple[str, ...] = ()
    """Plain sentences for the workbook's owner."""


def graft(
    workbook: str | Path,
    drawn: str | Path,
    out: str | Path,
    today: date | None = None,
    given: Collection[str] = (),
) -> GraftReport:
    """Put every sheet of `drawn` into `workbook` and write the result to `out`, which may be `workbook`.

    `today` dates the copies that are kept. Sheets named in `given` become the user's own: they bear no mark and are
    never replaced. Raises WorkbookProblem, with nothing written, when the workbook
    can't be taken, a sheet of that name is somebody else's, or a table's name is taken.
    """
    package = open_workbook(workbook)
    report = put_sheets(package, open_workbook(drawn), today or date.today(), given)
    package.save(Path(out))
    return report


def put_sheets(package: Package, drawn: Package, today: date, given: Collection[str] = ()) -> GraftReport:
    """The same in a workbook that is open: both packages are used up, whether it can be done or not."""
    work = _Graft(package, drawn, today, frozenset(given))
    work.refuse_clashes()
    work.keep_changed_sheets()
    work.clear_old_sheets()
    work.place_sheets()
    work.place_names()
    work.see_to_formulas()
    return work.finish()


class _Graft:
    def __init__(self, package: Package, drawn: Package, today: date, given: frozenset[str]) -> None:
        self.package = package
        self.workbook = Workbook(package)
        self.drawn = drawn
        self.drawn_workbook = Workbook(drawn)
        self.today = today
        self.given = given
        self.before = package.reachable()
        self.tables = TableRegister(self.workbook)
        self.reader = SheetReader(self.workbook)
        self.drawn_sheets = _worksheets_to_carry(self.drawn_workbook)
        self.found = self._find_ours()
        self.kept: dict[str, str] = {}
        self.formulas_moved = False
        self.content_moved = False

    def _find_ours(self) -> dict[str, Generated]:
        """Drawn name -> our sheet of that name as it stands in the workbook."""
        found = {sheet.name: find_generated(self.workbook, self.reader, sheet.name) for sheet in self.drawn_sheets}
        return {name: generated for name, generated in found.items() if generated is not None}

    # -- refuse first

    def refuse_clashes(self) -> None:
        making_way = {generated.sheet.name for generated in self.found.values()}
        for drawn in table_parts(self.drawn_workbook):
            self.tables.refuse_clash(drawn.name, drawn.sheet, making_way)
        ours = {sheet.name.casefold() for sheet in self.drawn_sheets}
        present = DefinedNames(self.workbook).global_names()
        for name, text in DefinedNames(self.drawn_workbook).global_names().items():
            meant = present.get(name)
            users = meant is not None and (sheet_pointed_at(meant) or "").casefold() not in ours
            if name in self.tables.known or (users and meant != text):
                raise WorkbookProblem(_NAME_TAKEN.format(name=name))

    # -- nothing of theirs is lost

    def keep_changed_sheets(self) -> None:
        for name, generated in self.found.items():
            sheet = generated.sheet
            if generated.was_changed(self.reader):
                from pc_workbook.ooxml.graft.kept_sheets import dated_name, keep  # seldom is there anything to keep

                taken = {one.name.casefold() for one in self.workbook.sheets()}
                taken |= {one.name.casefold() for one in self.drawn_sheets}
                copy_name = dated_name(sheet.name, self.today, taken)
                kept = keep(self.workbook, sheet, self.tables, self._drawn_table_names(), copy_name)
                self.kept[name] = kept.name
                self.formulas_moved |= has_formulas(self.package.read(kept.part))

    def _drawn_table_names(self) -> set[str]:
        return {drawn.name.casefold() for drawn in table_parts(self.drawn_workbook)}

    # -- the sheets

    def clear_old_sheets(self) -> None:
        """Let go of what hung on the sheets to be replaced, all of them before any is drawn: the names of
        their parts become free, and the same drawing finds the same names each time."""
        for generated in self.found.values():
            self.package.drop_relations(generated.sheet.part)
        self._drop_unreachable()

    def _drop_unreachable(self) -> None:
        """Only what we cut loose goes. What the user's file already had lying about stays."""
        self.workbook.store()
        for part in sorted(self.before - self.package.reachable()):
            self.package.drop(part)

    def place_sheets(self) -> None:
        target = StyleTable(self.package.tree(self._styles_part), self.package.name)
        source = StyleTable(self.drawn.tree("xl/styles.xml"), "the drawn workbook")
        styles = StyleMerge(target, source)
        recast = Recast(styles, self._drawn_texts(), lambda: spill_mark(self.workbook, self.drawn))
        reader, names = SheetReader(self.drawn_workbook), DefinedNames(self.workbook)
        for sheet in self.drawn_sheets:
            placed = self._place(sheet, recast, styles)
            if sheet.name not in self.given:
                put_mark(names, self.package, placed, reader.fingerprint(sheet.part))
        if target.has_grown:
            self.package.put_tree(self._styles_part, target.tree)

    @property
    def _styles_part(self) -> str:
        part = self.workbook.related("styles")
        if part is None:
            raise self.package.damaged()
        return part

    def _drawn_texts(self) -> list[bytes]:
        part = self.drawn_workbook.related("sharedStrings")
        return [] if part is None else shared_items(self.drawn, part)

    def _place(self, drawn: Sheet, recast: Recast, styles: StyleMerge) -> Sheet:
        generated = self.found.get(drawn.name)
        old = b"" if generated is None else self.package.read(generated.sheet.part)
        new = recast.sheet(self.drawn.read(drawn.part), place_of(old) if old else Place())
        sheet = self._new_sheet(drawn) if generated is None else generated.sheet
        self._note_what_moved(old, new)
        self.package.put(sheet.part, new)
        tables = {"table": lambda data: self.tables.recast(data, styles)}
        Dependents(self.drawn, self.package, tables).bring(drawn.part, sheet.part)
        return sheet

    def _new_sheet(self, drawn: Sheet) -> Sheet:
        part = self.package.free_name("xl/worksheets/sheet1.xml")
        self.package.put(part, b"")
        self.package.types.declare(part, WORKSHEET_CONTENT)
        return self.workbook.add_sheet(drawn.name, part, drawn.state)

    def _note_what_moved(self, old: bytes, new: bytes) -> None:
        if old != new:
            self.content_moved = True
            self.formulas_moved = self.formulas_moved or has_formulas(old) or has_formulas(new)

    # -- the workbook around them

    def place_names(self) -> None:
        names = DefinedNames(self.workbook)
        places = {drawn.position: self._placed(drawn.name).position for drawn in self.drawn_sheets}
        drawn = drawn_names(self.drawn_workbook)
        for position, place in places.items():
            given = {name.get("name", "").casefold() for name, on in drawn if on == position}
            names.remove(place, BUILT_IN - given)
        for name, on in drawn:
            names.put(name, name.text or "", None if on is None else places[on])

    def _placed(self, name: str) -> Sheet:
        sheet = self.workbook.sheet(name)
        if sheet is None:
            raise OurMistake(f"the sheet {name!r} was to be placed and is not there")
        return sheet

    def see_to_formulas(self) -> None:
        """A formula of the user's that points at a sheet of ours shows what it showed when the file was last
        calculated. So when cells of ours have changed and any sheet holds a formula, Excel is asked to
        calculate on opening; a workbook without formulas is spared the question it then asks on closing."""
        if self.formulas_moved:
            self.workbook.remove_calculation_chain()
        if self.content_moved and self._any_formula():
            self.workbook.recalculate_on_opening()

    def _any_formula(self) -> bool:
        parts = (sheet.part for sheet in self.workbook.sheets() if sheet.is_worksheet)
        return self.formulas_moved or any(self._holds_formulas(part) for part in parts)

    def _holds_formulas(self, part: str) -> bool:
        if self.package.is_formula_free(part):
            return False
        for place, bite in enumerate(self.package.chunks(part)):
            if place == 0 and b"<worksheet" not in bite[:2000]:
                return has_formulas(self.package.read(part))
            if b"><f" in bite and has_formulas(bite):
                return True
        return False

    def finish(self) -> GraftReport:
        self.workbook.store()
        list_new_sheets(self.workbook)
        self._drop_unreachable()
        changes = self.package.changes()
        return GraftReport(
            touched=changes.touched,
            added=changes.added,
            removed=changes.removed,
            replaced_sheets=tuple(generated.sheet.name for generated in self.found.values()),
            added_sheets=tuple(one.name for one in self.drawn_sheets if one.name not in self.found),
            kept=MappingProxyType(self.kept),
            warnings=tuple(self._warnings(bool(changes))),
        )

    def _warnings(self, changed: bool) -> list[str]:
        parts = {part.casefold() for part in self.package.names()}
        name = self.package.name
        signed = changed and any(part.startswith("_xmlsignatures/") for part in parts)
        shared = any(part.startswith("xl/revisions/") for part in parts)
        return [
            *([_SIGNED.format(name=name)] if signed else []),
            *([_SHARED.format(name=name)] if shared else []),
            *(KEPT.format(name=sheet, kept=kept) for sheet, kept in self.kept.items()),
        ]


def _worksheets_to_carry(drawn: Workbook) -> list[Sheet]:
    parts = [part.casefold() for part in drawn.package.names()]
    if any(part.startswith(_NOT_CARRIED) for part in parts):
        raise OurMistake("the drawn workbook holds chart sheets, checkboxes or pictures in cells")
    return drawn.sheets()
