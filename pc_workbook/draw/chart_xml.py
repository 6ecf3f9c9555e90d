"""Write chart elements that XlsxWriter leaves out.

XlsxWriter leaves out elements that Excel 2007 takes as off. Other programs, and Excel itself for a workbook that a newer
Excel saved (`AppVersion` 16 in docProps/app.xml), take the default of the schema, which is often on: gaps become zeros,
lines are smoothed, labels name their series, frames are rounded and axes disappear. So these elements are written here, in
the order of the schema, around XlsxWriter's private methods. Tests of the drawn parts fail if a new XlsxWriter renames
them, and pyproject.toml limits it to the minor version tested.
"""

from collections.abc import Callable, Mapping
from typing import Any


def _off(*names: str) -> str:
    """Return elements with the value 0, in the order of the schema."""
    return "".join(f'<{name} val="0"/>' for name in names)


BEFORE: Mapping[str, str] = {
    "_write_style": _off("c:roundedCorners"),
    "_write_plot_area": _off("c:autoTitleDeleted"),  # every chart has a title
    "_write_axis_pos": _off("c:delete"),  # every axis is shown
    "_write_label_align": _off("c:auto"),  # every category axis is a text axis, also with dates
    "_write_show_val": _off("c:showLegendKey"),
}
AFTER: Mapping[str, str] = {
    "_write_grouping": _off("c:varyColors"),
    "_write_scatter_style": _off("c:varyColors"),
    "_write_show_val": _off("c:showCatName", "c:showSerName", "c:showPercent", "c:showBubbleSize"),
}
OVERLAY = _off("c:overlay")
OVERLAID = ("text", "legend")  # elements with an overlay; XlsxWriter calls the layout of a title "text"
BARS = ("ChartBar", "ChartColumn")  # the schema allows inverting for bars only


def write_defaults(native: Any) -> Any:
    """Change a chart so that it writes these elements, and return it."""
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
    def with_defaults(*given: Any) -> None:
        native.fh.write(before)
        write(*given)
        native.fh.write(after)

    return with_defaults


def _layout_then_overlay(native: Any) -> Callable[[Any, str | None], None]:
    write: Callable[[Any, str | None], None] = native._write_layout

    def with_defaults(layout: Any, of: str | None) -> None:
        write(layout, of)
        native.fh.write(OVERLAY if of in OVERLAID else "")

    return with_defaults


def _point(native: Any) -> Callable[[int, object], None]:
    """Return a method that writes a cached value in one call: a national chart has thousands."""

    def write(place: int, value: object) -> None:
        if value is not None:
            is_number = isinstance(value, int | float)  # XlsxWriter finds out by an exception
            text = value if is_number else native._escape_control_characters(native._escape_data(value))
            native.fh.write(f'<c:pt idx="{place}"><c:v>{text}</c:v></c:pt>')

    return write
