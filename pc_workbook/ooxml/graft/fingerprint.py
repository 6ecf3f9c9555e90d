"""Calculate the fingerprint of a sheet's content, to detect what people changed on a generated sheet.

Excel and LibreOffice rewrite every byte of a file when they save it: texts become shared strings, numbers lose their last
digit, styles are renumbered, charts rewritten. So the fingerprint covers what would be missed: values and formulas by
address, notes, comments, links, list objects, charts, pictures, shapes and controls. It does not cover results of formulas,
widths, colours and filters. Rows of a list object count in any order, so that sorting is not a change.
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
from pc_workbook.ooxml.read import shared_strings
from pc_workbook.ooxml.read.areas import Area
from pc_workbook.ooxml.read.list_objects import table_parts_of_sheet
from pc_workbook.ooxml.read.sheet_cells import RawCell, attribute, raw_rows

_FORMULA = re.compile(rb"<f(\s[^>]*?)?(?:/>|>([^<]*)</f>)")
_VALUE = re.compile(rb"<v[^>]*>([^<]*)</v>")
_CHART_REFERENCE = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?>([^<]*)</")
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\s[^>]*?\bref=\"([A-Z]+\d+)")
_CONTROL = rb"<(?:\w+:)?ClientData\s+ObjectType=[\"'](?!Note)(\w+)"
# Page layout, which saving may add, and parts that are read elsewhere in this module.
_NOT_COUNTED = {"printerSettings", "hyperlink", "image", "vmlDrawing", "drawing", "comments", "table", "ctrlProp"}
_FINGERPRINT_BYTES = 8
_EXACT = 1e15
_AWAY_FROM_EDGES = 1.000000000123456
_BOOLEANS = {"TRUE()": b"b1", "FALSE()": b"b0"}  # as LibreOffice writes a boolean


class FingerprintReader:
    """Reads the sheets of one workbook for their fingerprints."""

    def __init__(self, workbook: Workbook) -> None:
        self.package: Package = workbook.package
        self._shared_strings_part = workbook.related("sharedStrings")

    @cached_property
    def _texts(self) -> list[bytes]:
        if self._shared_strings_part is None:
            return []
        items = shared_strings.shared_items(self.package, self._shared_strings_part)
        return [_word(shared_strings.plain_text(item)) for item in items]

    def fingerprint(self, part: str) -> str:
        """Return 16 hexadecimal digits, equal for two sheets with the same content.

        Raises WorkbookProblem where the sheet is damaged.
        """
        try:
            return self._digest(part).hexdigest()
        except (ValueError, IndexError) as error:  # a missing shared string, a reference that is not an area
            raise self.package.damaged() from error

    def _digest(self, part: str) -> "hashlib.blake2b":
        digest = hashlib.blake2b(digest_size=_FINGERPRINT_BYTES)
        sheet = self.package.read(part)
        tables = sorted((table.name.casefold(), table.body) for table in table_parts_of_sheet(self.package, part))
        for line in _CellLines(self._texts if b't="s"' in sheet else [], [body for _, body in tables]).lines(sheet):
            digest.update(line)
        for item in sorted(self._items(part, sheet)):
            digest.update(b"\n" + item.encode("utf-8", "replace"))
        for name, _ in tables:
            digest.update(b"\ntable " + name.encode())
        return digest

    def is_blank(self, part: str) -> bool:
        """Return whether a sheet is empty: no value, drawing or other part that belongs to it."""
        for relation in self.package.relations(part):
            is_there = relation.part is None or self.package.has(relation.part)
            if is_there and relation.kind != "printerSettings":
                return False
        return not any(cell[3] or cell[4] for row in raw_rows(self.package.read(part)) for cell in row)

    def _items(self, part: str, sheet: bytes) -> Iterator[str]:
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
            elif relation.kind not in _NOT_COUNTED:
                yield f"other {relation.kind}"

    def _notes(self, part: str) -> Iterator[str]:
        for note in self.package.tree(part).iter(SHEET_ML + "comment"):
            yield f"note {note.get('ref')} {_single_spaced(_texts_under(note, SHEET_ML))}"

    def _comments(self, part: str) -> Iterator[str]:
        for comment in self.package.tree(part):
            text = "".join(etree.tostring(comment, method="text", encoding="unicode"))
            yield f"comment {comment.get('ref')} {_single_spaced(text)}"

    def _drawn(self, part: str) -> Iterator[str]:
        charts = {relation.id: relation.part for relation in self.package.relations(part) if relation.part is not None}
        for element in _leaves(self.package.tree(part)):
            if element.tag == CHART + "chart":
                yield self._chart(charts.get(_relation_id(element)))
            else:
                yield f"{local_name(element)} {_single_spaced(_texts_under(element, DRAWING_ML))}"

    def _chart(self, part: str | None) -> str:
        if part is None or not self.package.has(part):
            return "chart"
        references = {shared_strings.decoded(text) for text in _CHART_REFERENCE.findall(self.package.read(part))}
        # LibreOffice also writes the name of a series as a formula: a text in quotes, which is not a reference.
        return "chart " + " ".join(sorted({normalised(text) for text in references if not text.startswith('"')}))


class _TableRows(NamedTuple):
    """A list object and its rows so far."""

    area: Area
    letters: frozenset[bytes]
    """The letters of its columns."""
    rows: list[bytes]


def _letters(area: Area) -> frozenset[bytes]:
    return frozenset(column_letters(column).encode() for column in range(area.left, area.right + 1))


class _CellLines:
    """Turns the cells of one sheet into lines to hash."""

    def __init__(self, texts: list[bytes], tables: list[Area]) -> None:
        self._texts = texts
        self._tables = [_TableRows(area, _letters(area), []) for area in tables]
        self._filled: list[Area] = []
        self._shared: dict[bytes, tuple[str, int, int]] = {}
        self._kinds: dict[bytes, bytes] = {}

    def lines(self, sheet: bytes) -> Iterator[bytes]:
        for cells in raw_rows(sheet):
            row = int(cells[0][1]) if cells else 0
            words = self._words(self._without_table_cells(row, cells) if self._tables else cells)
            if words:
                yield b"\n%d\x1f" % row + b"\x1f".join(words)
        for table in self._tables:
            yield b"\nrows" + b"\n".join(sorted(table.rows))

    def _without_table_cells(self, row: int, cells: list[RawCell]) -> list[RawCell]:
        for area, letters, rows in self._tables:
            if area.top <= row <= area.bottom:
                inside = [cell for cell in cells if cell[0] in letters]
                rows.append(b"\x1f".join(self._words(inside)))
                cells = [cell for cell in cells if cell[0] not in letters] if len(inside) < len(cells) else []
        return cells

    def _words(self, cells: list[RawCell]) -> list[bytes]:
        """Return a word for each filled cell. A million cells go through this loop."""
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
                    word = _word(shared_strings.decoded(value))
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
            text = self._formula(cell, formula)
            return _BOOLEANS.get(text) or b"f" + text.encode("utf-8", "replace")
        if b"<is" in inside:
            return _word(shared_strings.plain_text(inside))
        value = _VALUE.search(inside)
        bare: RawCell = (b"", cell[1], cell[2], value[1] if value else b"", b"")
        return b"".join(self._words([bare]))

    def _formula(self, cell: RawCell, formula: re.Match[bytes]) -> str:
        attributes, text = formula[1] or b"", shared_strings.decoded(formula[2] or b"")
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
        """Return whether the value is the result of an array formula above or to the left."""
        if b"<f" in cell[4]:
            return False
        place = row_and_column((cell[0] + cell[1]).decode())
        return any(area.contains(*place) for area in self._filled)


def _number(text: bytes) -> bytes:
    """Return whole numbers exactly and others to nine digits.

    Excel writes 17 digits, XlsxWriter 16 and LibreOffice 15, so the last ones differ after a save. The factor moves
    decimal fractions away from the edges of rounding.
    """
    try:
        value = float(text)
    except ValueError:
        return text
    if value.is_integer() and abs(value) < _EXACT:
        return b"%d" % value
    return b"%.9g" % (value * _AWAY_FROM_EDGES)


def _word(text: str) -> bytes:
    stripped = text.strip()
    return b'"' + stripped.encode("utf-8", "surrogatepass") if stripped else b""


def _single_spaced(text: str) -> str:
    return " ".join(text.split())


def _texts_under(element: Element, namespace: str) -> str:
    return "".join(text.text or "" for text in element.iter(namespace + "t"))


def _relation_id(element: Element) -> str:
    return next((value for name, value in attributes(element).items() if name.endswith("}id")), "")


def _leaves(drawing: Element) -> Iterator[Element]:
    """Yield pictures, shapes, connectors and charts, also from groups. The shape of a form control is left out: it is
    counted in the VML drawing."""
    for element in drawing.iter(*(SHEET_DRAWING + kind for kind in ("pic", "sp", "cxnSp", "graphicFrame"))):
        above = {ancestor.tag for ancestor in element.iterancestors()}
        control = COMPATIBILITY + "Choice" in above and element.tag == SHEET_DRAWING + "sp"
        equation = element.find(f".//{DRAWING_2010}m") is not None
        if COMPATIBILITY + "Fallback" in above or (control and not equation):
            continue
        chart = element.find(f".//{CHART}chart")
        yield element if chart is None else chart
