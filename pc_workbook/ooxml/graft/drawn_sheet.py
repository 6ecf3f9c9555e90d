"""Convert a sheet that XlsxWriter drew, and the parts it depends on, for the user's workbook.

Formats are renumbered, shared strings become inline strings (the user's shared strings stay unchanged), and the code name
and selection of the replaced sheet are kept. Cells are converted by one regular expression, everything else in a tree.
The expression relies on the layout of XlsxWriter and must not be used for a user's sheet.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from pc_workbook.errors import InternalError
from pc_workbook.ooxml.graft.style_merge import StyleMerge
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.relations import relations_part, relative, resolve
from pc_workbook.ooxml.package.xml import Element, children, dump, parse, remove_attribute, whole_number

_ROW = re.compile(rb'(<row r="\d+"(?: spans="[\d:]+")?) s="(\d+)"')
_CELL = re.compile(rb'(<c r="[^"]++")(?: s="(\d++)")?+( cm="1")?+(?: t="s"><v>(\d++)</v>)?+')
_PIECES = 5  # per cell: the text before it and the four groups of the expression
_CHUNK_BYTES = 1 << 20  # split at a time, to limit the memory of the pieces
Replacements: TypeAlias = dict[bytes | None, bytes]
_HEAD_BYTES = 4000  # sheetPr and sheetViews are at the start
_CODE_NAME = re.compile(rb'<(?:\w+:)?sheetPr[^>]*?\scodeName="([^"]+)"')
_SELECTED = re.compile(rb'<(?:\w+:)?sheetView[^>]*?\stabSelected="(?:1|true)"')


class KeptProperties(NamedTuple):
    """Properties that a replaced sheet passes on."""

    code_name: str | None = None
    """Name of its VBA module."""
    selected: bool = False
    """Whether its tab is selected. With two selected sheets Excel edits both at once."""


def kept_properties(sheet: bytes) -> KeptProperties:
    """Return the properties that the sheet in this text passes on."""
    head = sheet[:_HEAD_BYTES]
    code_name = _CODE_NAME.search(head)
    return KeptProperties(_unescaped(code_name[1].decode()) if code_name else None, _SELECTED.search(head) is not None)


def _unescaped(name: str) -> str:
    if "&" not in name:
        return name
    from html import unescape  # imported late: it loads 2,000 character names, and few sheets need them

    return unescape(name)


class SheetConverter:
    """Converts the sheets of one drawn workbook."""

    def __init__(self, styles: StyleMerge, texts: list[bytes], spill_index: Callable[[], int]) -> None:
        self._styles = styles
        self._style_attributes = _StyleAttributes(styles)
        self._inline_strings = _InlineStrings(texts)
        self._spill_index = spill_index

    def convert(self, text: bytes, kept: KeptProperties) -> bytes:
        """Return a drawn sheet for the user's workbook. Raises OurMistake where it is not as XlsxWriter writes it."""
        start, end = _cells_between(text)
        frame = parse(text[:start] + b"<sheetData/>" + text[end:])
        self._convert_frame(frame, kept)
        head, _, tail = dump(frame).partition(b"<sheetData/>")
        return b"".join([head, *self._convert_cells(text[start:end]), tail])

    def _convert_frame(self, frame: Element, kept: KeptProperties) -> None:
        for column in frame.iter(SHEET_ML + "col"):
            if column.get("style"):
                column.set("style", str(self._styles.cell_format(whole_number(column, "style"))))
        self._styles.renumber_differential_formats(frame)
        _set_code_name(frame, kept.code_name)
        for view in frame.iter(SHEET_ML + "sheetView"):
            remove_attribute(view, "tabSelected")
            if kept.selected:
                view.set("tabSelected", "1")

    def _convert_cells(self, cells: bytes) -> Iterator[bytes]:
        spills: Replacements = {None: b"", b' cm="1"': b""}
        if b' cm="1"' in cells:
            spills[b' cm="1"'] = b' cm="%d"' % self._spill_index()
        for chunk in _chunks(cells):
            yield self._convert_chunk(chunk, spills)

    def _convert_chunk(self, chunk: bytes, spills: Replacements) -> bytes:
        """Convert some rows by splitting and joining, which takes half the time of a substitution for each cell."""
        rows = _ROW.sub(lambda row: row[1] + self._style_attributes[row[2]], chunk)
        pieces = _CELL.split(rows)
        translations: tuple[Replacements, ...] = (self._style_attributes, spills, self._inline_strings)
        for first, texts in enumerate(translations, start=2):
            pieces[first::_PIECES] = map(texts.__getitem__, pieces[first::_PIECES])
        return b"".join(pieces)


def _chunks(cells: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(cells):
        end = cells.find(b"</row>", start + _CHUNK_BYTES)
        end = len(cells) if end < 0 else end + len(b"</row>")
        yield cells[start:end]
        start = end


class _StyleAttributes(Replacements):
    """The attribute for each format index of the drawn workbook, made once per format."""

    def __init__(self, styles: StyleMerge) -> None:
        super().__init__({None: b""})
        self._styles = styles

    def __missing__(self, index: bytes) -> bytes:
        self[index] = b' s="%d"' % self._styles.cell_format(int(index))
        return self[index]


class _InlineStrings(Replacements):
    """The inline string for each index of the drawn shared strings."""

    def __init__(self, texts: list[bytes]) -> None:
        super().__init__({None: b""})
        self._texts = texts

    def __missing__(self, index: bytes) -> bytes:
        return b' t="inlineStr"><is>' + self._texts[int(index)] + b"</is>"


def _cells_between(text: bytes) -> tuple[int, int]:
    empty = text.find(b"<sheetData/>")
    if empty >= 0:
        return empty, empty + len(b"<sheetData/>")
    start, end = text.find(b"<sheetData>"), text.rfind(b"</sheetData>")
    if start < 0 or end < 0:
        raise InternalError("a drawn sheet has no cells element where XlsxWriter writes it")
    return start, end + len(b"</sheetData>")


def _set_code_name(frame: Element, code_name: str | None) -> None:
    properties = frame.find(SHEET_ML + "sheetPr")
    if properties is not None:
        remove_attribute(properties, "codeName")
    if code_name is not None:
        if properties is None:
            properties = frame.makeelement(SHEET_ML + "sheetPr", nsmap=None)
            frame.insert(0, properties)
        properties.set("codeName", code_name)


PartChange: TypeAlias = Callable[[bytes], bytes]


class Dependents:
    """Copies of the parts that a drawn sheet depends on (drawings, charts, list objects, notes, pictures, controls).

    Each gets the first free name of its kind. A part that two others point at is copied once.
    """

    def __init__(self, source: Package, target: Package, changes: Mapping[str, PartChange]) -> None:
        """Copy from `source` to `target`; `changes`: how a part is changed on the way, by the kind of its relation."""
        self._source = source
        self._target = target
        self._changes = changes
        self._copied: dict[str, str] = {}

    def copy_relations(self, owner: str, new_owner: str) -> None:
        """Give `new_owner` copies of the parts that `owner` is related to, under the same relation ids.

        Raises OurMistake where the drawn workbook has a part without a content type.
        """
        if not self._source.has(relations_part(owner)):
            return
        tree = self._source.relation_tree(owner)
        for element in children(tree):
            target = element.get("Target", "")
            if element.get("TargetMode") == "External" or target.startswith("#"):
                continue
            kind = element.get("Type", "").rsplit("/", 1)[-1]
            element.set("Target", relative(new_owner, self._copy(resolve(owner, target), kind)))
        if len(tree):
            self._target.put(relations_part(new_owner), dump(tree))

    def _copy(self, part: str, kind: str) -> str:
        if part not in self._copied:
            content = self._source.types.content_type(part)
            if content is None:
                raise InternalError(f"the drawn workbook does not say what {part} is")
            name = self._copied[part] = self._target.free_name(part)
            change = self._changes.get(kind)
            data = self._source.read(part)
            self._target.put(name, data if change is None else change(data))
            self._target.types.declare(name, content, by_extension=not self._source.types.is_named(part))
            self.copy_relations(part, name)
        return self._copied[part]
