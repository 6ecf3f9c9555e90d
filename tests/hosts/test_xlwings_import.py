"""Importing xlwings loads no table library and none of its PRO code, whatever the environment."""

import os
import subprocess
import sys

from tests.support import PROJECT


def child(statement: str, **environment: str) -> str:
    command = [sys.executable, "-c", statement]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=PROJECT, env=os.environ | environment, check=True
    )
    return done.stdout.strip()


def test_no_table_library_and_nothing_of_the_pro_part_is_loaded() -> None:
    """This holds even if a licence key is set."""
    statement = (
        "import pc_workbook.excel, sys\n"
        "from pc_workbook.hosts.desktop.xlwings_import import xw\n"
        "names = ('pandas', 'numpy', 'polars', 'matplotlib', 'PIL', 'xlwings.pro')\n"
        "print([name for name, module in sys.modules.items() if module and name.startswith(names)], xw.__pro__, len(xw.engines))"
    )
    assert child(statement, XLWINGS_LICENSE_KEY="noncommercial").startswith("[] False")


def test_afterwards_pandas_can_be_had_and_the_pro_part_cannot() -> None:
    statement = (
        "import pc_workbook.excel, pandas\n"
        "print(pandas.DataFrame({'a': [1]}).a.sum())\n"
        "try:\n    import xlwings.pro\nexcept ImportError:\n    print('held back')"
    )
    assert child(statement).split() == ["1", "held", "back"]
