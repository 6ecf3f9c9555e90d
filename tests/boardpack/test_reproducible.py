"""The same tracker, edition and run date give the same bytes, whoever runs it, where and when."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tests.support import PROJECT, SAMPLES

MAKE = """
import sys
from datetime import datetime
from pathlib import Path
from pc_workbook.app import board_pack
from pc_workbook.hosts.file import FileHost
made = board_pack(FileHost(Path(sys.argv[1])), "public", Path(sys.argv[2]) / "pack.xlsx", accessible=True, now=datetime(2017, 3, 16, int(sys.argv[3])))
"""


def run(folder: Path, seed: str, zone: str, hour: str, language: str) -> dict[str, str]:
    scratch = folder / "a folder for scratch"
    scratch.mkdir(parents=True)
    surroundings = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "TMPDIR": str(scratch), "LC_ALL": language}
    subprocess.run(
        [sys.executable, "-c", MAKE, str(SAMPLES / "thurrock-2017-resolved.xlsx"), str(folder), hour],
        check=True, cwd=PROJECT, env=surroundings,
    )  # fmt: skip
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.xlsx"))}


def test_pack_and_accessible_edition_are_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    one = run(tmp_path / "one", "1", "Pacific/Auckland", "0", "C.UTF-8")
    other = run(tmp_path / "the other", "4711", "America/Los_Angeles", "23", "C")
    assert list(one) == ["pack accessible.xlsx", "pack.xlsx"]
    assert one == other
