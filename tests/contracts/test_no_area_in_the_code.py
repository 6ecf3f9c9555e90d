"""The program names no area, no body and no number of members: those are rows of the tracker."""

import re
from pathlib import Path
from typing import Final

from tests.support import PROJECT

SOURCE: Final = PROJECT / "pc_workbook"
NAMES: Final = re.compile(r"thurrock|07g|\bccg\b|delivery group|healthy living|\bseven\b", re.I)
#: Files that may contain such a word, and why.
ALLOWED: Final = {
    "model/tracker.py": "kinds of NHS body, which follow the area's own name",
    "wording/numbers.py": "the number words",
    "tracker/parsing/delivery_phrases.py": "the number words",
    "boardpack/leaks/counts_in_words.py": "the number words",
    "tracker/personal/personal_names.py": "words that are no person's name",
    "tracker/lists/row_kinds.py": "words before “total”",
    "figures/lineage.py": "the sample of an example",
}


def named_in(path: Path) -> list[str]:
    """The lines of a file that name an area, a body or a number of members."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [f"{path.relative_to(SOURCE)}:{n}: {line.strip()}" for n, line in enumerate(lines, 1) if NAMES.search(line)]


def test_no_file_names_an_area_a_body_or_a_number_of_members() -> None:
    files = [path for path in sorted(SOURCE.rglob("*.py")) if str(path.relative_to(SOURCE)) not in ALLOWED]
    assert len(files) > 300
    assert [line for path in files for line in named_in(path)] == []


def test_each_file_on_the_list_of_exceptions_exists() -> None:
    assert [name for name in ALLOWED if not (SOURCE / name).is_file()] == []
