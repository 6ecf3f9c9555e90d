"""Sentences out of the pieces that the measures put into words."""

from collections.abc import Sequence

from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.wording.numbers import counted
from pc_workbook.wording.sentences import numbered, paragraph, sentence

__all__ = ["findings_in_words", "numbered", "paragraph", "sentence"]


def findings_in_words(findings: Sequence[Finding]) -> str:
    """How many there are of each severity; accepted ones are counted apart.

    >>> findings_in_words(())
    '0 findings block, 0 warnings, 0 notes.'
    """
    block, warn, note = (sum(f.severity is one and f.accepted is None for f in findings) for one in Severity)
    blocks = counted(block, "finding blocks", "findings block")
    accepted = sum(f.accepted is not None for f in findings)
    told = f"{blocks}, {counted(warn, 'warning')}, {counted(note, 'note')}"
    return f"{told}; {counted(accepted, 'warning')} accepted." if accepted else f"{told}."
