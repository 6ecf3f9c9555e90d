"""A fingerprint of what a sheet says, to notice what people put on a sheet we delivered.

Excel and LibreOffice rewrite every byte of a file when they save it: texts move to the shared table,
numbers lose their last digit, styles are renumbered, charts redrawn. So the fingerprint is taken of what
would be missed: values and formulas by address, notes, comments, links, tables, charts, pictures, shapes
and controls. Not of results of formulas (recalculated), widths, colours and filters. Rows of a table count
in any order, so that sorting a delivered table is not taken for typing.
"""

import hashlib
import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from pc_workbook.cells.addresses import column_letters, column_number, row_and_column
from pc_workbook.ooxml.edit.formula_text import moved, normalised
from pc_workbook.ooxml.package.namespaces import CHART, COMPATIBILITY, DRAWING_2010, DRAWING_ML, SHEET_DRAWING, SHEET_ML
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.package.xml import Element, attributes, local_name
from pc_workbook.ooxml.read import shared_strings as shared_texts
from pc_workbook.ooxml.read.areas import Area
from pc_workbook.ooxml.read.list_objects import table_parts_of_sheet
from pc_workbook.ooxml.read.sheet_cells import RawCell, attribute, raw_rows

_FORMULA = re.compile(rb"<f(\s[^>]*?)?(?:/>|>([^<]*)</f>)")
_VALUE = re.compile(rb"<v[^>]*>([^<]*)</v>")
_CHART_REFERENCE = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?>([^<]*)</")
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\s[^>]*?\bref=\"([A-Z]+\d+)")
_CONTROL = rb"<(?:\w+:)?ClientData\s+ObjectType=[\"'](?!Note)(\w+)"
# Layout and paper, which a save may add; links are counted in the sheet, the rest has a reader of its own.
_SAYS_NOTHING = {"printerSettings", "hyperlink", "image", "vmlDrawing", "drawing", "comments", "table", "ctrlProp"}
_FINGERPRINT_BYTES = 8
_EXACT = 1e15
_OFF_THE_GRID = 1.000000000123456
_TRUTHS = {"TRUE()": b"b1", "FALSE()": b"b0"}  # as LibreOffice writes what was a plain true or false


class SheetReader:
    """Reads sheets of one workbook; holds its table of texts, read when first wanted."""

    def __init__(self, workbook: Workbook) -> None:
        self.package: Package = workbook.package
        self._texts_part = workbook.related("sharedStrings")

    @cached_property
    def _texts(self) -> list[bytes]:
        if self._texts_part is None:
            return []
        items = shared_texts.shared_items(self.package, self._texts_part)
        return [_word(shared_texts.plain_text(item)) for item in items]

    def fingerprint(self, part: str) -> str:
        """Sixteen hexadecimal digits; equal for two sheets that say the same."""
        try:
            return self._digest(part).hexdigest()
        except (ValueError, IndexError) as error:  # a text that is not there, a range that is none
            raise self.package.damaged() from error

    def _digest(self, part: str) -> "hashlib.blake2b":
        digest = hashlib.blake2b(digest_size=_FINGERPRINT_BYTES)
        sheet = self.package.read(part)
        tables = sorted((table.name.casefold(), table.body) for table in table_parts_of_sheet(self.package, part))
        for line in _CellWords(self._texts if b't="s"' in sheet else [], [body for _, body in tables]).lines(sheet):
            digest.update(line)
        for thing in sorted(self._things(part, sheet)):
            digest.update(b"\n" + thing.encode("utf-8", "replace"))
        for name, _ in tables:
            digest.update(b"\ntable " + name.encode())
        return digest

    def is_blank(self, part: str) -> bool:
        """Whether nobody has put anything on the sheet yet: no value, and nothing drawn or attached."""
        for relation in self.package.relations(part):
            is_there = relation.part is None or self.package.has(relation.part)
            if is_there and relation.kind != "printerSettings":
                return False
        return not any(cell[3] or cell[4] for row in raw_rows(self.package.read(part)) for cell in row)

    def _things(self, part: str, sheet: bytes) -> Iterator[str]:
        for address in _LINK.findall(sheet) if b"hyperlink " in sheet else ():
            yield f"link {address.decode()}"
        for relation in self.package.relations(part):
            if relation.part is None or not self.package.has(relation.part):
                continue
            if relation.kind == "comments":
                yield from self._notes(relation.part)
            elif relation.kind == "drawing":
                yield from self._drawn(relation.part)
            elif relation.kind == "vmlDrawing":
                for control in re.findall(_CONTROL, self.package.read(relation.part)):
                    yield f"control {control.decode()}"
            elif relation.kind == "threadedComment":
                yield from self._comments(relation.part)
            elif relation.kind not in _SAYS_NOTHING:
                yield f"other {relation.kind}"

    def _notes(self, part: str) -> Iterator[str]:
        for note in self.package.tree(part).iter(SHEET_ML + "comment"):
            yield f"note {note.get('ref')} {_squeezed(_texts_under(note, SHEET_ML))}"

    def _comments(self, part: str) -> Iterator[str]:
        for comment in self.package.tree(part):
            text = "".join(etree.tostring(comment, method="text", encoding="unicode"))
            yield f"comment {comment.get('ref')} {_squeezed(text)}"

    def _drawn(self, part: str) -> Iterator[str]:
        charts = {one.id: one.part for one in self.package.relations(part) if one.part is not None}
        for element in _leaves(self.package.tree(part)):
            if element.tag == CHART + "chart":
                yield self._chart(charts.get(_relation_id(element)))
            else:
                yield f"{local_name(element)} {_squeezed(_texts_under(element, DRAWING_ML))}"

    def _chart(self, part: str | None) -> str:
        if part is None or not self.package.has(part):
            return "chart"
        found = {shared_texts.decoded(one) for one in _CHART_REFERENCE.findall(self.package.read(part))}
        # LibreOffice writes the name of a series as a formula, too: a text in quotes, which points nowhere.
        return "chart " + " ".join(sorted({normalised(one) for one in found if not one.startswith('"')}))


class _TableWords(NamedTuple):
    area: Area
    letters: frozenset[bytes]
    """Of its columns."""
    rows: list[bytes]


def _letters(area: Area) -> frozenset[bytes]:
    return frozenset(column_letters(column).encode() for column in range(area.left, area.right + 1))


class _CellWords:
    """Turns the cells of one sheet into lines to be hashed."""

    def __init__(self, texts: list[bytes], tables: list[Area]) -> None:
        self._texts = texts
        self._tables = [_TableWords(area, _letters(area), []) for area in tables]
        self._filled: list[Area] = []
        self._shared: dict[bytes, tuple[str, int, int]] = {}
        self._kinds: dict[bytes, bytes] = {}

    def lines(self, sheet: bytes) -> Iterator[bytes]:
        for cells in raw_rows(sheet):
            row = int(cells[0][1]) if cells else 0
            words = self._words(self._set_table_cells_aside(row, cells) if self._tables else cells)
            if words:
                yield b"\n%d\x1f" % row + b"\x1f".join(words)
        for table in self._tables:
            yield b"\nrows" + b"\n".join(sorted(table.rows))

    def _set_table_cells_aside(self, row: int, cells: list[RawCell]) -> list[RawCell]:
        for area, letters, rows in self._tables:
            if area.top <= row <= area.bottom:
                inside = [cell for cell in cells if cell[0] in letters]
                rows.append(b"\x1f".join(self._words(inside)))
                cells = [cell for cell in cells if cell[0] not in letters] if len(inside) < len(cells) else []
        return cells

    def _words(self, cells: list[RawCell]) -> list[bytes]:
        """A word for each cell that holds something. The one loop that a million cells go through."""
        words = []
        kinds, texts = self._kinds, self._texts
        for cell in cells:
            letters, _, attributes, value, inside = cell
            if inside:
                word = self._inside(cell)
            elif not value:
                continue
            else:
                kind = kinds.get(attributes) or self._kind(attributes)
                if kind == b"n":
                    word = b"=" + (value if value.isdigit() else _number(value))
                elif kind == b"s":
                    word = texts[int(value)]
                elif kind == b"str":
                    word = _word(shared_texts.decoded(value))
                else:
                    word = kind + value
            if word and not (self._filled and self._is_filled(cell)):
                words.append(letters + word)
        return words

    def _kind(self, attributes: bytes) -> bytes:
        return self._kinds.setdefault(attributes, attribute("t", attributes) or b"n")

    def _inside(self, cell: RawCell) -> bytes:
        inside = cell[4]
        formula = _FORMULA.search(inside)
        if formula is not None:
            said = self._formula(cell, formula)
            return _TRUTHS.get(said) or b"f" + said.encode("utf-8", "replace")
        if b"<is" in inside:
            return _word(shared_texts.plain_text(inside))
        value = _VALUE.search(inside)
        bare: RawCell = (b"", cell[1], cell[2], value[1] if value else b"", b"")
        return b"".join(self._words([bare]))

    def _formula(self, cell: RawCell, formula: re.Match[bytes]) -> str:
        attributes, text = formula[1] or b"", shared_texts.decoded(formula[2] or b"")
        row, column = int(cell[1]), column_number(cell[0].decode())
        kind, reference = attribute("t", attributes), attribute("ref", attributes)
        if kind in (b"array", b"dataTable") and reference is not None and b":" in reference:
            self._filled.append(Area.parse(reference.decode()))
        if kind == b"shared":
            group = attribute("si", attributes) or b""
            if text:
                self._shared[group] = (text, row, column)
            elif group in self._shared:
                first, top, left = self._shared[group]
                text = moved(first, row - top, column - left)
        return normalised(text)

    def _is_filled(self, cell: RawCell) -> bool:
        """Whether the value was filled in by an array formula above or to the left: a result, then."""
        if b"<f" in cell[4]:
            return False
        place = row_and_column((cell[0] + cell[1]).decode())
        return any(area.contains(*place) for area in self._filled)


def _number(text: bytes) -> bytes:
    """Whole numbers as they are, others to nine digits. Excel writes 17 digits, XlsxWriter 16, LibreOffice 15,
    so the last differ after a save; off the grid of decimals, where nearly no figure is near an edge."""
    try:
        value = float(text)
    except ValueError:
        return text
    if value.is_integer() and abs(value) < _EXACT:
        return b"%d" % value
    return b"%.9g" % (value * _OFF_THE_GRID)


def _word(text: str) -> bytes:
    stripped = text.strip()
    return b'"' + stripped.encode("utf-8", "surrogatepass") if stripped else b""


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _texts_under(element: Element, namespace: str) -> str:
    return "".join(text.text or "" for text in element.iter(namespace + "t"))


def _relation_id(element: Element) -> str:
    return next((value for name, value in attributes(element).items() if name.endswith("}id")), "")


def _leaves(drawing: Element) -> Iterator[Element]:
    """Pictures, shapes, connectors and charts, out of their groups. A form control has a shape here as well
    as in the old drawing beside it, where it is counted."""
    for element in drawing.iter(*(SHEET_DRAWING + kind for kind in ("pic", "sp", "cxnSp", "graphicFrame"))):
        above = {ancestor.tag for ancestor in element.iterancestors()}
        control = COMPATIBILITY + "Choice" in above and element.tag == SHEET_DRAWING + "sp"
        equation = element.find(f".//{DRAWING_2010}m") is not None
        if COMPATIBILITY + "Fallback" in above or (control and not equation):
            continue
        chart = element.find(f".//{CHART}chart")
        yield element if chart is None else chart
