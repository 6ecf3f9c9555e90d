"""The figures and findings as they were before "Figures first, words last": that change of the program's structure and
language changed no number, code or key.

The sentences (`reason` of a figure, the words of a finding) are not compared. Floats are compared to the last bit.
`python -m tests.golden.test_same_figures` writes the files anew: only for a change that is meant to change figures.
"""

import lzma
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from pc_workbook import app
from pc_workbook.hosts.file import FileHost

ROOT = Path(__file__).parents[2]
STORED = Path(__file__).parent / "before_figures_first"
SAMPLES = ("thurrock-2017", "thurrock-2017-resolved", "thurrock-open-data", "faulty")
GENERATED = ("S", "M")
NOT_COMPARED = "reason"
LATER_CODES = frozenset({"P54", "P55", "R90", "R91", "R92", "R93", "R94"})  # of rules that have been added since
CLAIM = "claim_"  # figures that every tracker had; now one has those of the claims that it lists


def figure_lines(tracker: Path) -> Iterator[str]:
    """One line a figure: every field but its sentence, floats exactly."""
    for figure in app.figures(FileHost(tracker)):
        fields = {name: value for name, value in figure._asdict().items() if name != NOT_COMPARED}
        yield "\t".join("" if value is None else str(value) for value in fields.values())


def finding_lines(tracker: Path) -> Iterator[str]:
    """One line a finding: its code and its cell."""
    for found in app.check(FileHost(tracker)).findings:
        if found.code not in LATER_CODES:
            yield f"{found.code}\t{found.sheet}\t{found.cell}"


def generated_tracker(size: str, folder: Path) -> Path:
    """A tracker as the benchmarks make it; the same size gives the same rows."""
    subprocess.run([sys.executable, "benchmarks/make_tracker.py", folder, size], cwd=ROOT, check=True)
    return folder / f"{size}.xlsx"


def _without_claims(lines: Iterable[str], is_kept: bool = False) -> list[str]:
    return [line for line in lines if is_kept or not line.startswith(CLAIM)]


def _stored(name: str) -> list[str]:
    return lzma.decompress((STORED / f"{name}.tsv.xz").read_bytes()).decode().splitlines()


@pytest.mark.parametrize("name", SAMPLES)
def test_the_figures_of_a_sample_are_the_same(name: str) -> None:
    tracker = ROOT / "samples" / f"{name}.xlsx"
    is_kept = "thurrock" in name
    assert _without_claims(figure_lines(tracker), is_kept) == _without_claims(_stored(name), is_kept)
    assert sorted(finding_lines(tracker)) == sorted(_stored(f"{name}-findings"))


@pytest.mark.parametrize("size", GENERATED)
def test_the_figures_of_a_generated_tracker_are_the_same(size: str, tmp_path: Path) -> None:
    tracker = generated_tracker(size, tmp_path)
    assert list(figure_lines(tracker)) == _without_claims(_stored(size))
    assert sorted(finding_lines(tracker)) == sorted(_stored(f"{size}-findings"))


def _store(tracker: Path, name: str) -> None:
    for ending, lines in (("", figure_lines(tracker)), ("-findings", finding_lines(tracker))):
        content = lzma.compress("\n".join(lines).encode(), preset=9)
        (STORED / f"{name}{ending}.tsv.xz").write_bytes(content)


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    STORED.mkdir(exist_ok=True)
    for sample in SAMPLES:
        _store(ROOT / "samples" / f"{sample}.xlsx", sample)
    with TemporaryDirectory() as there:
        for generated in GENERATED:
            _store(generated_tracker(generated, Path(there)), generated)
