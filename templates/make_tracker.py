"""Makes templates/tracker.xlsx, the empty tracker that `pc-workbook new` gives out. A test holds it to the layout.

python templates/make_tracker.py
"""

from pathlib import Path

from pc_workbook.kits.folders import shipped_kit
from pc_workbook.kits.new_tracker import tracker_of_kit


def make(path: Path) -> None:
    """Write the tracker of the blank kit. The same bytes each time."""
    path.write_bytes(tracker_of_kit(shipped_kit("blank")))


if __name__ == "__main__":
    make(Path(__file__).with_name("tracker.xlsx"))
