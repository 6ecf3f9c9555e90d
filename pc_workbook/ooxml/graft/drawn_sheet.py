"""A sheet that XlsxWriter drew, recast in the terms of the user's workbook.

Formats are renumbered, texts written into their cells (the user's table of texts is not touched), and what
belongs to the sheet it replaces, its code name and whether it is selected, is carried over. Everything but
the cells goes through a tree; the cells by one regular expression, which is where the speed comes from. It
holds for the regular text that XlsxWriter writes, never for a user's sheet.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from pc_workbook.errors import OurMistake
from pc_workbook.ooxml.graft.style_merge import StyleMerge
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.relations import relations_part, relative, resolve
from pc_workbook.ooxml.package.xml import Element, children, dump, parse, remove_attribute, whole_number

_ROW = re.compile(rb'(<row r="\d+"(?: spans="[\d:]+")?) s="(\d+)"')
_CELL = re.compile(rb'(<c r="[^"]++")(?: s="(\d++)")?+( cm="1")?+(?: t="s"><v>(\d++)</v>)?+')
_PIECES = 5  # what splitting gives for each cell: the text before it, and the expression's four groups
_BITE_BYTES = 1 << 20  # how much is split at a time, so that the pieces of a large sheet don't all stand at once
Words: TypeAlias = dict[bytes | None, bytes]
_HEAD_BYTES = 4000  # sheetPr and sheetViews stand at the very start
_CODE_NAME = re.compile(rb'<(?:\w+:)?sheetPr[^>]*?\scodeName="([^"]+)"')
_SELECTED = re.compile(rb'<(?:\w+:)?sheetView[^>]*?\stabSelected="(?:1|true)"')


class Place(NamedTuple):
    """What the sheet that was there is known by."""

    code_name: str | None = None
    """What its VBA module hangs on."""
    selected: bool = False
    """Two selected sheets open in group editing, where typing changes both."""


def place_of(sheet: bytes) -> Place:
    head = sheet[:_HEAD_BYTES]
    code_name = _CODE_NAME.search(head)
    return Place(_unescaped(code_name[1].decode()) if code_name else None, _SELECTED.search(head) is not None)


def _unescaped(name: str) -> str:
    if "&" not in name:
        return name
    from html import unescape  # brings two thousand names of characters, and hardly a sheet's name has one

    return unescape(name)


class Recast:
    """Recasts the sheets of one drawn workbook."""

    def __init__(self, styles: StyleMerge, texts: list[bytes], spill_mark: Callable[[], int]) -> None:
        self._styles = styles
        self._style_words = _StyleWords(styles)
        self._text_words = _TextWords(texts)
        self._spill_mark = spill_mark

    def sheet(self, text: bytes, place: Place) -> bytes:
        start, end = _cells_between(text)
        frame = parse(text[:start] + b"<sheetData/>" + text[end:])
        self._recast_frame(frame, place)
        head, _, tail = dump(frame).partition(b"<sheetData/>")
        return b"".join([head, *self._recast_cells(text[start:end]), tail])

    def _recast_frame(self, frame: Element, place: Place) -> None:
        for column in frame.iter(SHEET_ML + "col"):
            if column.get("style"):
                column.set("style", str(self._styles.cell_format(whole_number(column, "style"))))
        self._styles.renumber_differential_formats(frame)
        _set_code_name(frame, place.code_name)
        for view in frame.iter(SHEET_ML + "sheetView"):
            remove_attribute(view, "tabSelected")
            if place.selected:
                view.set("tabSelected", "1")

    def _recast_cells(self, cells: bytes) -> Iterator[bytes]:
        spills: Words = {None: b"", b' cm="1"': b""}
        if b' cm="1"' in cells:
            spills[b' cm="1"'] = b' cm="%d"' % self._spill_mark()
        for bite in _bites(cells):
            yield self._recast_bite(bite, spills)

    def _recast_bite(self, bite: bytes, spills: Words) -> bytes:
        """Splitting and joining, so that no Python runs for a cell: half the time of a substitution."""
        rows = _ROW.sub(lambda row: row[1] + self._style_words[row[2]], bite)
        pieces = _CELL.split(rows)
        translations: tuple[Words, ...] = (self._style_words, spills, self._text_words)
        for place, words in enumerate(translations, start=2):
            pieces[place::_PIECES] = map(words.__getitem__, pieces[place::_PIECES])
        return b"".join(pieces)


def _bites(cells: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(cells):
        end = cells.find(b"</row>", start + _BITE_BYTES)
        end = len(cells) if end < 0 else end + len(b"</row>")
        yield cells[start:end]
        start = end


class _StyleWords(Words):
    """The attribute that an index becomes; looked up once for each format, not once for each cell."""

    def __init__(self, styles: StyleMerge) -> None:
        super().__init__({None: b""})
        self._styles = styles

    def __missing__(self, index: bytes) -> bytes:
        self[index] = b' s="%d"' % self._styles.cell_format(int(index))
        return self[index]


class _TextWords(Words):
    """A pointer into the drawn table of texts becomes the text itself."""

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
        raise OurMistake("a drawn sheet has no cells element where XlsxWriter writes it")
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
    """Copies for one drawn sheet. A part that two others point at is copied once."""

    def __init__(self, source: Package, target: Package, changes: Mapping[str, PartChange]) -> None:
        """Copy from `source` to `target`; `changes`: how a part is changed on the way, by the kind of its relation."""
        self._source = source
        self._target = target
        self._changes = changes
        self._copied: dict[str, str] = {}

    def bring(self, owner: str, new_owner: str) -> None:
        """Bring what hangs on `owner` to hang on `new_owner`; the ids by which it is known stay."""
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
                raise OurMistake(f"the drawn workbook does not say what {part} is")
            name = self._copied[part] = self._target.free_name(part)
            change = self._changes.get(kind)
            data = self._source.read(part)
            self._target.put(name, data if change is None else change(data))
            self._target.types.declare(name, content, by_extension=not self._source.types.is_named(part))
            self.bring(part, name)
        return self._copied[part]
