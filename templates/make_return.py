"""Makes templates/return.xlsx, the empty form of what `pc-workbook hand-out` gives each locality. A test holds it to the
layout. Hand-outs are drawn afresh from the same parts, with the locality's rows.

python templates/make_return.py
"""

from datetime import date
from pathlib import Path

from pc_workbook.draw.workbook import draw
from pc_workbook.views.parts import Workbook
from pc_workbook.views.returns.return_sheets import Form, return_sheets

EMPTY = Form("", "", "", None, 0, (), (), (), ())


def make(path: Path) -> None:
    """Write the empty form. The same bytes each time."""
    draw(Workbook(return_sheets(EMPTY), "Return of progress", date(2017, 1, 1)), path)


if __name__ == "__main__":
    make(Path(__file__).with_name("return.xlsx"))
