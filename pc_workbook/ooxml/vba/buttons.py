"""Put buttons on a sheet: shapes that run a macro of their workbook and are not printed."""

from collections.abc import Sequence
from typing import Final, NamedTuple
from xml.sax.saxutils import quoteattr

from pc_workbook.errors import InternalError
from pc_workbook.ooxml.package.namespaces import DRAWING_ML, RELATION, RELATION_TYPE, SHEET_DRAWING, SHEET_ML, plain
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.relations import append_relation, relations_part, relative
from pc_workbook.ooxml.package.workbook import Workbook

_CONTENT: Final = "application/vnd.openxmlformats-officedocument.drawing+xml"
_AFTER_DRAWING: Final = ("legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems")
_BEFORE: Final = frozenset(SHEET_ML + name for name in (*_AFTER_DRAWING, "tableParts", "extLst"))
_WIDTH, _HEIGHT, _GAP = 1_080_000, 300_000, 90_000  # in EMU, 360,000 to the centimetre

_BUTTON: Final = """<xdr:oneCellAnchor><xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>{across}</xdr:colOff><xdr:row>0</xdr:row>\
<xdr:rowOff>{down}</xdr:rowOff></xdr:from><xdr:ext cx="{width}" cy="{height}"/><xdr:sp macro={macro} textlink="">\
<xdr:nvSpPr><xdr:cNvPr id="{number}" name={name} descr={does}/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr>\
<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>\
<a:prstGeom prst="roundRect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>\
<a:ln w="12700"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:ln></xdr:spPr>\
<xdr:txBody><a:bodyPr vertOverflow="clip" anchor="ctr"/><a:lstStyle/><a:p><a:pPr algn="ctr"/><a:r>\
<a:rPr lang="en-GB" sz="1000" b="1"><a:solidFill><a:srgbClr val="006747"/></a:solidFill><a:latin typeface="Arial"/></a:rPr>\
<a:t>{label}</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData fPrintsWithSheet="0"/></xdr:oneCellAnchor>"""


class Button(NamedTuple):
    """A button: its label, the macro it runs, and its alternative text for screen readers."""

    label: str
    macro: str
    does: str


def put_buttons(package: Package, sheet: str, buttons: Sequence[Button], column: int, across: int) -> None:
    """Put buttons side by side in the first row of a sheet, starting `across` EMU into a column, counted from 0.

    Raises OurMistake where there is no such sheet, or it has a drawing.
    """
    target = Workbook(package).sheet(sheet)
    if target is None:
        raise InternalError(f"buttons were to be put on the sheet {sheet!r}, which is not there")
    tree = package.tree(target.part)
    if tree.find(SHEET_ML + "drawing") is not None:
        raise InternalError(f"the sheet {sheet!r} has a drawing already")
    part = package.free_name("xl/drawings/drawing1.xml")
    package.put(part, _drawing(buttons, column, across))
    package.types.declare(part, _CONTENT)
    relations = package.relation_tree(target.part)
    drawing = tree.makeelement(SHEET_ML + "drawing", nsmap=None)
    drawing.set(RELATION + "id", append_relation(relations, RELATION_TYPE + "drawing", relative(target.part, part)))
    later = next((element for element in tree if element.tag in _BEFORE), None)
    tree.insert(len(tree) if later is None else tree.index(later), drawing)
    package.put_tree(relations_part(target.part), relations)
    package.put_tree(target.part, tree)


def _drawing(buttons: Sequence[Button], column: int, across: int) -> bytes:
    shapes = [
        _BUTTON.format(
            column=column,
            across=across + n * (_WIDTH + _GAP),
            down=_GAP,
            width=_WIDTH,
            height=_HEIGHT,
            number=n + 2,
            macro=quoteattr(f"[0]!{button.macro}"),
            name=quoteattr(button.label),
            does=quoteattr(button.does),
            label=button.label,
        )
        for n, button in enumerate(buttons)
    ]
    head = f'<xdr:wsDr xmlns:xdr="{plain(SHEET_DRAWING)}" xmlns:a="{plain(DRAWING_ML)}">'
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{head}{"".join(shapes)}</xdr:wsDr>'.encode()
