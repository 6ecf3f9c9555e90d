"""The same functions on Excel on the web, by xlwings' own server half.

That half is not free software like the rest: it is run here only where PCW_XLWINGS_PRO=noncommercial says that its
licence is accepted. The program itself never imports it.
"""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from pc_workbook.udfs.catalogue import FUNCTIONS
from tests.support import PROJECT, SAMPLES
from tests.support.excel_cells import Cells, on_the_web

pytestmark = pytest.mark.skipif(
    os.environ.get("PCW_XLWINGS_PRO") != "noncommercial",
    reason="set PCW_XLWINGS_PRO=noncommercial to run xlwings' PRO half",
)

SERVER = """
import asyncio, json, sys, xlwings, pc_workbook.udfs
from xlwings.pro.udfs_officejs import custom_functions_call, custom_functions_meta
print(json.dumps(custom_functions_meta(pc_workbook.udfs)))
for name, given in json.load(sys.stdin):
    call = {"client": "Office.js", "func_name": name, "args": given, "caller_address": "[Tracker.xlsx]Mine!B2",
            "session_id": "s1", "culture_info_name": "en-GB", "date_format": "dd/mm/yyyy",
            "version": xlwings.__version__, "runtime": "1.4"}
    print(json.dumps(asyncio.run(custom_functions_call(call, pc_workbook.udfs))))
"""


def on_the_server(*calls: tuple[str, list[Any]]) -> list[Any]:
    """What the server tells Excel of the functions, then its answer to each call."""
    environment = os.environ | {"XLWINGS_LICENSE_KEY": "noncommercial", "XLWINGS_ON_SERVER": "true"}
    done = subprocess.run(
        [sys.executable, "-c", SERVER], input=json.dumps(calls), cwd=PROJECT, env=environment,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_function_is_told_to_excel_with_its_help() -> None:
    (told,) = on_the_server()
    named = {one["name"]: one for one in told["functions"]}
    assert set(named) == {one.name for one in FUNCTIONS}
    for one in FUNCTIONS:
        assert named[one.name]["description"] == one.does
        for argument, parameter in zip(one.arguments, named[one.name]["parameters"], strict=True):
            assert parameter["description"] == argument.help
            assert parameter.get("optional", False) is (one.is_optional(argument) and not one.is_table)
            assert parameter.get("repeating", False) is one.is_table
            assert "customEnumId" not in parameter


def test_answers_are_real_error_values_dates_and_empty_cells() -> None:
    lists = Cells(SAMPLES / "thurrock-2017.xlsx", on_the_web).tables("tbl")
    given = [lists[table] for table in ("tblSettings", "tblPractices", "tblWorkforce", "tblCqcRatings")]
    error = {"type": "Error", "basicValue": "#N/A"}
    _, share, practices, missing = on_the_server(
        ("PC_SHARE", [[[10], [""], [1], [error], ["ten"]], [[33], [2], [0], [4], [20]]]),
        ("PC_PRACTICE_SUMMARY", [given]),
        ("PC_PRACTICE_SUMMARY", [given[:1]]),
    )
    assert [row[0] for row in share] == [
        pytest.approx(10 / 33), "", {"type": "Error", "errorType": "Div0"},
        {"type": "Error", "errorType": "NotAvailable"}, {"type": "Error", "errorType": "Value"},
    ]  # fmt: skip
    heads, worst = practices[0], practices[1]
    assert worst[heads.index("Rated on")]["type"] == "FormattedNumber"
    assert missing == [[{"type": "Error", "errorType": "NotAvailable"}]]
