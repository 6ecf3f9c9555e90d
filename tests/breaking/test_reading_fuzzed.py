"""No workbook, however spoilt, gives a traceback, an abort, a hang or a full memory, and none is changed unless a refresh
succeeded; and the fast readers of sheets find what the parser finds.

PC_WORKBOOK_FULL=1 runs 3,000 cases, each through four commands; without it, a hundred through one command each.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.support import PROJECT

FULL = bool(os.environ.get("PC_WORKBOOK_FULL"))
CASES = 3_000 if FULL else 100
PROCESSES = 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")
def test_spoilt_workbooks_and_returns_give_findings_or_a_sentence() -> None:
    environment = os.environ | {"PYTHONPATH": str(PROJECT)} | ({} if FULL else {"FUZZED_ROUND_ROBIN": "1"})
    command = [sys.executable, "-m", "tests.breaking.fuzzed_workbooks"]
    running = [
        subprocess.Popen(
            [*command, str(first), str(CASES), str(PROCESSES)],
            cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for first in range(PROCESSES)
    ]  # fmt: skip
    told = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES, told
    lines = [json.loads(line) for out, _ in told for line in out.splitlines()]
    figures = [line for line in lines if "cases" in line]
    assert sum(one["cases"] for one in figures) == CASES
    assert [line for line in lines if "fault" in line] == []
