"""What a chart's XML leaves to the reader, written out.

XlsxWriter leaves out each element that Excel 2007 takes as off. Any other reader, and Excel itself once a workbook
says that a newer Excel saved it (`AppVersion` 16 in docProps/app.xml, where our sheets are grafted), takes the
schema's default, which is often on: gaps become zeros, lines are smoothed, labels name their series, frames are round
and axes go. So they are written here, in the schema's order, around XlsxWriter's private methods. The tests of the
drawn parts fail if a new XlsxWriter names its methods otherwise, and pyproject.toml holds it to the minor tried.
"""

from collections.abc import Callable, Mapping
from typing import Any


def _off(*names: str) -> str:
    """Elements that say no, in the schema's order."""
    return "".join(f'<{name} val="0"/>' for name in names)


BEFORE: Mapping[str, str] = {
    "_write_style": _off("c:roundedCorners"),
    "_write_plot_area": _off("c:autoTitleDeleted"),  # every chart has a title
    "_write_axis_pos": _off("c:delete"),  # every axis is shown
    "_write_label_align": _off("c:auto"),  # names, also where they are dates: every category axis is a text axis
    "_write_show_val": _off("c:showLegendKey"),
}
AFTER: Mapping[str, str] = {
    "_write_grouping": _off("c:varyColors"),
    "_write_scatter_style": _off("c:varyColors"),
    "_write_show_val": _off("c:showCatName", "c:showSerName", "c:showPercent", "c:showBubbleSize"),
}
OVERLAY = _off("c:overlay")
OVERLAID = ("text", "legend")  # what may lie over the plot: XlsxWriter calls the layout of a title "text"
BARS = ("ChartBar", "ChartColumn")  # the schema lets only bars be inverted


def write_in_full(native: Any) -> Any:
    """The chart, made to write what it would leave out."""
    for name in {**BEFORE, **AFTER}:
        if name != "_write_scatter_style" or hasattr(native, name):
            setattr(native, name, _between(native, BEFORE.get(name, ""), getattr(native, name), AFTER.get(name, "")))
    native._write_layout = _layout_then_overlay(native)
    native._write_disp_blanks_as = lambda: native.fh.write(f'<c:dispBlanksAs val="{native.show_blanks}"/>')
    native._write_pt = _point(native)
    native._write_c_smooth = lambda smooth: native.fh.write(f'<c:smooth val="{int(bool(smooth))}"/>')
    if type(native).__name__ in BARS:
        native._write_c_invert_if_negative = lambda _: native.fh.write(_off("c:invertIfNegative"))
    return native


def _between(native: Any, before: str, write: Callable[..., None], after: str) -> Callable[..., None]:
    def in_full(*given: Any) -> None:
        native.fh.write(before)
        write(*given)
        native.fh.write(after)

    return in_full


def _layout_then_overlay(native: Any) -> Callable[[Any, str | None], None]:
    write: Callable[[Any, str | None], None] = native._write_layout

    def in_full(layout: Any, of: str | None) -> None:
        write(layout, of)
        native.fh.write(OVERLAY if of in OVERLAID else "")

    return in_full


def _point(native: Any) -> Callable[[int, object], None]:
    """A remembered value in one go: a national chart has thousands."""

    def write(place: int, value: object) -> None:
        if value is not None:
            text = native._escape_control_characters(native._escape_data(value))
            native.fh.write(f'<c:pt idx="{place}"><c:v>{text}</c:v></c:pt>')

    return write
