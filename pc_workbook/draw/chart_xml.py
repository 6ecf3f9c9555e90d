"""What a chart's XML leaves to the reader, written out.

XlsxWriter leaves out each element that Excel 2007 takes as off. Any other reader, and Excel itself once a workbook
says that a newer Excel saved it (`AppVersion` 16 in docProps/app.xml, where our sheets are grafted), takes the
schema's default, which is often on: gaps become zeros, lines are smoothed, labels name their series, frames are round
and axes go. So they are written here, in the schema's order, around XlsxWriter's private methods. The tests of the
drawn parts fail if a new XlsxWriter names its methods otherwise, and pyproject.toml holds it to the minor tried.
"""

from collections.abc import Callable, Mapping
from typing import Any

Elements = tuple[tuple[str, str], ...]  # name and value, in the schema's order

BEFORE: Mapping[str, Elements] = {
    "_write_style": (("c:roundedCorners", "0"),),
    "_write_plot_area": (("c:autoTitleDeleted", "0"),),  # every chart has a title
    "_write_axis_pos": (("c:delete", "0"),),  # every axis is shown
    "_write_label_align": (("c:auto", "0"),),  # names, also where they are dates: every category axis is a text axis
    "_write_show_val": (("c:showLegendKey", "0"),),
}
AFTER: Mapping[str, Elements] = {
    "_write_grouping": (("c:varyColors", "0"),),
    "_write_scatter_style": (("c:varyColors", "0"),),
    "_write_show_val": (
        ("c:showCatName", "0"),
        ("c:showSerName", "0"),
        ("c:showPercent", "0"),
        ("c:showBubbleSize", "0"),
    ),
}
OVERLAID = ("text", "legend")  # what may lie over the plot: XlsxWriter calls the layout of a title "text"
BARS = ("ChartBar", "ChartColumn")  # the schema lets only bars be inverted


def write_in_full(native: Any) -> Any:
    """The chart, made to write what it would leave out."""
    for name in {**BEFORE, **AFTER}:
        if name != "_write_scatter_style" or hasattr(native, name):
            setattr(native, name, _between(native, BEFORE.get(name, ()), getattr(native, name), AFTER.get(name, ())))
    native._write_layout = _layout_then_overlay(native)
    native._write_disp_blanks_as = lambda: _write(native, (("c:dispBlanksAs", native.show_blanks),))
    native._write_pt = _point(native)
    native._write_c_smooth = lambda smooth: _write(native, (("c:smooth", "1" if smooth else "0"),))
    if type(native).__name__ in BARS:
        native._write_c_invert_if_negative = lambda _: _write(native, (("c:invertIfNegative", "0"),))
    return native


def _write(native: Any, elements: Elements) -> None:
    for name, value in elements:
        native._xml_empty_tag(name, [("val", value)])


def _between(native: Any, before: Elements, write: Callable[..., None], after: Elements) -> Callable[..., None]:
    def in_full(*given: Any) -> None:
        _write(native, before)
        write(*given)
        _write(native, after)

    return in_full


def _layout_then_overlay(native: Any) -> Callable[[Any, str | None], None]:
    write: Callable[[Any, str | None], None] = native._write_layout

    def in_full(layout: Any, of: str | None) -> None:
        write(layout, of)
        _write(native, (("c:overlay", "0"),) if of in OVERLAID else ())

    return in_full


def _point(native: Any) -> Callable[[int, object], None]:
    """A remembered value in one go: a national chart has thousands."""

    def write(place: int, value: object) -> None:
        if value is not None:
            text = native._escape_control_characters(native._escape_data(value))
            native.fh.write(f'<c:pt idx="{place}"><c:v>{text}</c:v></c:pt>')

    return write
