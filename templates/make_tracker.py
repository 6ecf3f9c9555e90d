"""Makes templates/tracker.xlsx, the empty tracker that `pc-workbook new` gives out. A test holds it to the layout.

python templates/make_tracker.py
"""

from pathlib import Path

from pc_workbook.app import draw_tracker


def make(path: Path) -> None:
    """Write the empty tracker. The same bytes each time."""
    draw_tracker(path)


if __name__ == "__main__":
    make(Path(__file__).with_name("tracker.xlsx"))
