"""What tests of writing files share: whole programs, other accounts, small disks, and what stands in a folder."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support import PROJECT

FULL = os.environ.get("PC_WORKBOOK_FULL") == "1"  # the full size of the generated proofs
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

needs_posix = pytest.mark.skipif(os.name == "nt", reason="signals, accounts and links as on Linux and macOS")
needs_root = pytest.mark.skipif(not AS_ROOT, reason="needs several accounts, which only root can take on")
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="as Linux does it")


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that every account may enter; pytest's own are its account's alone."""
    folder = Path(tempfile.mkdtemp(prefix="open-to-all-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


BECOME = """
import ctypes, os
import pc_workbook.hosts.disk.saving, pc_workbook.hosts.disk.journal  # before it may no longer read them
os.umask(0o077)
os.setgroups({groups}), os.setgid({groups}[0]), os.setuid({account})
"""


def python(
    script: str, *arguments: str | Path, account: int = 0, groups: Sequence[int] = ()
) -> subprocess.CompletedProcess[str]:
    """Run a script in a process of its own, as another account where one is named; its first group is its primary."""
    before = BECOME.format(account=account, groups=list(groups)) if account else ""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    return subprocess.run(
        [sys.executable, "-c", before + script, *map(str, arguments)], cwd="/", env=environment, text=True,
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip


@contextmanager
def acting_as(account: int, groups: Sequence[int]) -> Iterator[None]:
    """Do something in this process with another account's permissions."""
    before = os.getgroups()
    os.setgroups(groups)
    os.setegid(groups[0])
    os.seteuid(account)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(before)


@contextmanager
def small_disk(kilobytes: int, folder: Path) -> Iterator[Path]:
    """A disk of that size; the test skips where none may be mounted."""
    place = folder / "small disk"
    place.mkdir()
    mounted = AS_ROOT and sys.platform == "linux" and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=0755", "none", place], capture_output=True, check=False
    ).returncode == 0  # fmt: skip
    if not mounted:
        pytest.skip("no small disk may be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=False, capture_output=True)


def visible_files(folder: Path) -> Mapping[str, bytes]:
    """The files a person sees in a folder, but for the backups."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(".") or part.endswith(" snapshots") for part in path.relative_to(folder).parts)
    }  # fmt: skip


def left_behind(*folders: Path) -> list[Path]:
    """What a run should have cleared away."""
    return [path for folder in folders for path in folder.rglob("*pc-workbook*")]
