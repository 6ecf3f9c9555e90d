"""Write macros/Functions.bas and the list of functions in docs/functions.md from pc_workbook/udfs/catalogue.py.

python macros/make_functions.py
"""

from pathlib import Path

from pc_workbook.udfs.functions_page import with_functions
from pc_workbook.udfs.wrappers import module_text

PROJECT = Path(__file__).parents[1]


def main() -> None:
    """Write both files from the catalogue."""
    (PROJECT / "macros" / "Functions.bas").write_bytes(module_text().encode("ascii"))
    page = PROJECT / "docs" / "functions.md"
    page.write_text(with_functions(page.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
