"""Kits for tests, as folders on disk."""

from collections.abc import Mapping
from pathlib import Path

WORDS = '{"title": "A plan", "description": "For a test."}'
#: The files of a kit without an error.
GOOD: Mapping[str, str | bytes] = {
    "kit.json": WORDS,
    "settings.csv": "Setting,Value\nArea name,Exampleshire\nArea code,99X\nAs-at date,2026-11-30\n",
    "localities.csv": "Locality,Note\nNorth,\n",
    "practices.csv": "Practice code,Practice name,Locality\nV00001,Fictional practice 01,North\n",
    "indicators.csv": "Number,Title,Kind,Direction,Baseline,Target,Target year\n"
    "1,Patients seen,Percentage,Higher is better,91.11% (2025/26),95%,2028\n",
    "actions.csv": "Action,What is promised,Linked indicators,Delivery date\n1.10,See more patients,1,2027-03-31\n",
}


def kit_folder(path: Path, **files: str | bytes | None) -> Path:
    """Write a good kit with some files in place of its own; a file given as None is left out.

    Names have underscores for hyphens and no ending.
    """
    named = {name.replace("_", "-") + (".json" if name == "kit" else ".csv"): text for name, text in files.items()}
    path.mkdir(parents=True, exist_ok=True)
    for name, text in ({**GOOD} | named).items():
        if text is not None:
            (path / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path
