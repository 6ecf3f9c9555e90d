"""Insert drawn sheets into a user's workbook, and change nothing else.

The drawn workbook comes from XlsxWriter. A generated sheet of the same name is replaced in place: its name, id, position,
visibility, selection, code name and part name stay, so that formulas, names, links and pivots still point at it. Other
sheets are added at the end. A generated sheet that somebody changed is first kept as a dated copy. A sheet that a person
made is never replaced. Parts that the report does not name stay byte for byte the same, and grafting the same drawing
again changes nothing.
"""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pc_workbook.errors import InternalError, WorkbookProblem
from pc_workbook.ooxml.graft.drawn_sheet import Dependents, KeptProperties, SheetConverter, kept_properties
from pc_workbook.ooxml.graft.fingerprint import FingerprintReader
from pc_workbook.ooxml.graft.generated_sheets import ReplaceableSheet, find_generated, put_mark
from pc_workbook.ooxml.graft.style_merge import StyleMerge
from pc_workbook.ooxml.graft.table_register import TableRegister
from pc_workbook.ooxml.graft.workbook_parts import list_new_sheets, spill_index
from pc_workbook.ooxml.package.defined_names import BUILT_IN, DefinedNames, drawn_names, sheet_pointed_at
from pc_workbook.ooxml.package.namespaces import WORKSHEET_CONTENT
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.styles import StyleTable
from pc_workbook.ooxml.package.workbook import Sheet, Workbook
from pc_workbook.ooxml.read.list_objects import table_parts
from pc_workbook.ooxml.read.shared_strings import shared_items
from pc_workbook.ooxml.read.sheet_cells import has_formulas

# What XlsxWriter can draw and a graft can't copy: it belongs to the workbook, not to a sheet.
_NOT_COPIED = ("xl/richdata/", "xl/featurepropertybag/", "xl/chartsheets/")

_SIGNED = "The digital signature of {name} no longer holds, because its contents have changed. Sign it again."
_SHARED = (
    "{name} is a shared workbook of the old kind, whose change history does not include the refreshed sheets. "
    "Stop sharing it that way and use co-authoring."
)
KEPT = (
    "'{name}' was changed since the last refresh. The changed sheet is kept as '{kept}'. "
    "Formulas on other sheets still refer to '{name}'."
)
_NAME_TAKEN = (
    "'{name}' is needed as a defined name, but the workbook already uses it for something else. Rename it "
    "(Formulas, Name Manager, or Table Design, Table Name), then refresh again."
)


class GraftReport(NamedTuple):
    """What a graft changed: part and sheet names."""

    touched: tuple[str, ...] = ()
    """Parts that existed before and now differ."""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    replaced_sheets: tuple[str, ...] = ()
    added_sheets: tuple[str, ...] = ()
    kept: Mapping[str, str] = MappingProxyType({})
    """Sheet that somebody had changed -> name of its dated copy."""
    warnings: tuple[str, ...] = ()
    """Messages for the owner of the workbook."""


def graft(
    workbook: str | Path,
    drawn: str | Path,
    out: str | Path,
    today: date | None = None,
    given: Collection[str] = (),
) -> GraftReport:
    """Put every sheet of `drawn` into `workbook` and write the result to `out`, which may be `workbook`.

    `today` is the date in the names of kept copies. Sheets named in `given` belong to the user: they get no mark and are
    never replaced. Raises WorkbookProblem, with nothing written, where the workbook can't be used, a person made a sheet of
    that name, or the name of a list object is in use.
    """
    package = open_workbook(workbook)
    report = put_sheets(package, open_workbook(drawn), today or date.today(), given)
    package.save(Path(out))
    return report


def put_sheets(package: Package, drawn: Package, today: date, given: Collection[str] = ()) -> GraftReport:
    """Put every sheet of `drawn` into an open workbook. Neither package must be used again if this raises.

    Raises WorkbookProblem as graft does.
    """
    work = _Graft(package, drawn, today, frozenset(given))
    work.refuse_clashes()
    work.keep_changed_sheets()
    work.clear_old_sheets()
    work.place_sheets()
    work.place_names()
    work.update_calculation()
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
        self.reader = FingerprintReader(self.workbook)
        self.drawn_sheets = _sheets_to_copy(self.drawn_workbook)
        self.replaced = self._replaceable_sheets()
        self.kept: dict[str, str] = {}
        self.formulas_changed = False
        self.content_changed = False

    def _replaceable_sheets(self) -> dict[str, ReplaceableSheet]:
        """Return drawn sheet name -> the sheet of that name in the user's workbook."""
        found = {sheet.name: find_generated(self.workbook, self.reader, sheet.name) for sheet in self.drawn_sheets}
        return {name: old_sheet for name, old_sheet in found.items() if old_sheet is not None}

    # -- refusals

    def refuse_clashes(self) -> None:
        replaced = {old_sheet.sheet.name for old_sheet in self.replaced.values()}
        for drawn in table_parts(self.drawn_workbook):
            self.tables.refuse_clash(drawn.name, drawn.sheet, replaced)
        drawn_sheets = {sheet.name.casefold() for sheet in self.drawn_sheets}
        existing = DefinedNames(self.workbook).global_names()
        for name, text in DefinedNames(self.drawn_workbook).global_names().items():
            existing_text = existing.get(name)
            is_users = (
                existing_text is not None and (sheet_pointed_at(existing_text) or "").casefold() not in drawn_sheets
            )
            if name in self.tables.known or (is_users and existing_text != text):
                raise WorkbookProblem(_NAME_TAKEN.format(name=name))

    # -- changed sheets

    def keep_changed_sheets(self) -> None:
        for name, old_sheet in self.replaced.items():
            sheet = old_sheet.sheet
            if old_sheet.was_changed(self.reader):
                from pc_workbook.ooxml.graft.kept_sheets import dated_name, keep_copy  # seldom needed

                taken = {existing.name.casefold() for existing in self.workbook.sheets()}
                taken |= {drawn.name.casefold() for drawn in self.drawn_sheets}
                copy_name = dated_name(sheet.name, self.today, taken)
                kept = keep_copy(self.workbook, sheet, self.tables, self._drawn_table_names(), copy_name)
                self.kept[name] = kept.name
                self.formulas_changed |= has_formulas(self.package.read(kept.part))

    def _drawn_table_names(self) -> set[str]:
        return {drawn.name.casefold() for drawn in table_parts(self.drawn_workbook)}

    # -- the sheets

    def clear_old_sheets(self) -> None:
        """Drop the parts that the replaced sheets depend on, before any sheet is placed: their names become free, so that
        the same drawing gets the same names each time."""
        for old_sheet in self.replaced.values():
            self.package.drop_relations(old_sheet.sheet.part)
        self._drop_unreachable()

    def _drop_unreachable(self) -> None:
        """Drop the parts that were reachable before and are not now. Unreachable parts of the user's file stay."""
        self.workbook.store()
        for part in sorted(self.before - self.package.reachable()):
            self.package.drop(part)

    def place_sheets(self) -> None:
        target = StyleTable(self.package.tree(self._styles_part), self.package.name)
        source = StyleTable(self.drawn.tree("xl/styles.xml"), "the drawn workbook")
        styles = StyleMerge(target, source)
        converter = SheetConverter(styles, self._drawn_texts(), lambda: spill_index(self.workbook, self.drawn))
        reader, names = FingerprintReader(self.drawn_workbook), DefinedNames(self.workbook)
        for sheet in self.drawn_sheets:
            placed = self._place(sheet, converter, styles)
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

    def _place(self, drawn: Sheet, converter: SheetConverter, styles: StyleMerge) -> Sheet:
        old_sheet = self.replaced.get(drawn.name)
        old = b"" if old_sheet is None else self.package.read(old_sheet.sheet.part)
        new = converter.convert(self.drawn.read(drawn.part), kept_properties(old) if old else KeptProperties())
        sheet = self._new_sheet(drawn) if old_sheet is None else old_sheet.sheet
        self._note_changes(old, new)
        self.package.put(sheet.part, new)
        tables = {"table": lambda data: self.tables.converted(data, styles)}
        Dependents(self.drawn, self.package, tables).copy_relations(drawn.part, sheet.part)
        return sheet

    def _new_sheet(self, drawn: Sheet) -> Sheet:
        part = self.package.free_name("xl/worksheets/sheet1.xml")
        self.package.put(part, b"")
        self.package.types.declare(part, WORKSHEET_CONTENT)
        return self.workbook.add_sheet(drawn.name, part, drawn.state)

    def _note_changes(self, old: bytes, new: bytes) -> None:
        if old != new:
            self.content_changed = True
            self.formulas_changed = self.formulas_changed or has_formulas(old) or has_formulas(new)

    # -- the rest of the workbook

    def place_names(self) -> None:
        names = DefinedNames(self.workbook)
        positions = {drawn.position: self._placed(drawn.name).position for drawn in self.drawn_sheets}
        drawn = drawn_names(self.drawn_workbook)
        for drawn_position, position in positions.items():
            local = {name.get("name", "").casefold() for name, on in drawn if on == drawn_position}
            names.remove(position, BUILT_IN - local)
        for name, on in drawn:
            names.put(name, name.text or "", None if on is None else positions[on])

    def _placed(self, name: str) -> Sheet:
        sheet = self.workbook.sheet(name)
        if sheet is None:
            raise InternalError(f"the sheet {name!r} was to be placed and is not there")
        return sheet

    def update_calculation(self) -> None:
        """Have Excel calculate on opening where drawn cells changed and any sheet has a formula, since it may refer to
        them. Otherwise Excel would ask to save on closing for no reason."""
        if self.formulas_changed:
            self.workbook.remove_calculation_chain()
        if self.content_changed and self._any_formula():
            self.workbook.recalculate_on_opening()

    def _any_formula(self) -> bool:
        parts = (sheet.part for sheet in self.workbook.sheets() if sheet.is_worksheet)
        return self.formulas_changed or any(self._has_formulas(part) for part in parts)

    def _has_formulas(self, part: str) -> bool:
        if self.package.is_formula_free(part):
            return False
        for number, chunk in enumerate(self.package.chunks(part)):
            if number == 0 and b"<worksheet" not in chunk[:2000]:
                return has_formulas(self.package.read(part))
            if b"><f" in chunk and has_formulas(chunk):
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
            replaced_sheets=tuple(old_sheet.sheet.name for old_sheet in self.replaced.values()),
            added_sheets=tuple(sheet.name for sheet in self.drawn_sheets if sheet.name not in self.replaced),
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


def _sheets_to_copy(drawn: Workbook) -> list[Sheet]:
    parts = [part.casefold() for part in drawn.package.names()]
    if any(part.startswith(_NOT_COPIED) for part in parts):
        raise InternalError("the drawn workbook holds chart sheets, checkboxes or pictures in cells")
    return drawn.sheets()
