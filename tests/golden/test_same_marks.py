"""The marks of findings never change: people accepted warnings by them, in trackers that are in use.

`marks.tsv` holds the marks of the samples, stored before messages were parted from findings. It is never made anew.
"""

from collections import Counter
from pathlib import Path

import pytest

from pc_workbook.app import check
from pc_workbook.hosts.file import FileHost
from tests.golden.test_same_figures import LATER_CODES
from tests.support import PROJECT

STORED = Path(__file__).parent / "marks.tsv"
SAMPLES = ("faulty", "thurrock-2017", "thurrock-2017-resolved", "thurrock-open-data")


def marks(sample: str) -> Counter[tuple[str, ...]]:
    findings = check(FileHost(PROJECT / "samples" / f"{sample}.xlsx")).findings
    return Counter(
        (finding.mark, finding.sheet, finding.cell) for finding in findings if finding.code not in LATER_CODES
    )


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_marks_of_a_sample_are_those_stored(sample: str) -> None:
    lines = [line.split("\t") for line in STORED.read_text(encoding="utf-8").splitlines()]
    assert marks(sample) == Counter(tuple(fields) for of, *fields in lines if of == sample)
