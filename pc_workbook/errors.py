"""The two families of what can stop the work: something about the user's workbook, or a mistake of ours.

A finding (tracker/findings.py) is not an exception: work goes on past it. These are for what cannot be
gone on from, and each door turns them into an exit code or a message box in one place.
"""


class WorkbookProblem(Exception):
    """The workbook can't be read, or can't be written, as it stands. The text is a letter to its owner:
    what was found, and what to do about it, in plain sentences. Exit code 3."""


class NotWritten(WorkbookProblem):
    """A file can't be written because of the place where it lies, not because of what it holds: a full disk, a
    closed folder, a colleague who saved it meanwhile. Writing less of it would not help."""


class OurMistake(Exception):
    """A state this program promised could not happen. The text says what was being done. Exit code 70."""
