"""Output of the command line: steps of long work, results, colour, JSON, and paths as they are typed."""

import os
import sys
import time
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from pc_workbook.cli.json_documents import Document

QUIET_SECONDS: Final = 1.0  # work that is done sooner shows no steps


class Colour(StrEnum):
    """Escape sequences of a terminal (ECMA-48, select graphic rendition)."""

    RED = "\x1b[31m"
    YELLOW = "\x1b[33m"
    GREEN = "\x1b[32m"
    CYAN = "\x1b[36m"
    PLAIN = "\x1b[0m"


STATUS_COLOURS: Final = {
    "Error": Colour.RED,
    "Warning": Colour.YELLOW,
    "Note": Colour.CYAN,
    "Not met": Colour.RED,
    "Met": Colour.GREEN,
}


def has_colour(stream: TextIO | None) -> bool:
    """Return whether a stream is a terminal that shows colour, and nobody asked for none (https://no-color.org).

    There is no stream where it was closed before Python started, or where pythonw runs the program.
    """
    if stream is None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty():
        return False
    return os.name != "nt" or any(name in os.environ for name in ("WT_SESSION", "ANSICON", "TERM"))


def status(word: str) -> str:
    """Return a status, such as a severity, in its colour where standard output shows colour.

    The word always says the same as the colour.
    """
    colour = STATUS_COLOURS.get(word)
    return f"{colour}{word}{Colour.PLAIN}" if colour and has_colour(sys.stdout) else word


def coloured_lines(lines: Sequence[str], word: str) -> list[str]:
    """Return lines of which the first begins with a status, with the status in its colour."""
    return [status(word) + lines[0].removeprefix(word), *lines[1:]]


def print_lines(lines: Iterable[str]) -> None:
    """Write lines to standard output."""
    for line in lines:
        print(line)


def print_json(document: "Document") -> None:
    """Write a JSON document to standard output."""
    import json

    content = document.model_dump(mode="json", by_alias=True)
    print(json.dumps(content, ensure_ascii=False, indent=1))


def as_typed(path: Path) -> str:
    """Return a path as it is typed after a command: quoted where the shell needs it."""
    if os.name == "nt":
        return f'"{path}"' if " " in str(path) else str(path)
    import shlex

    return shlex.quote(str(path))


class Steps:
    """Write the current step to the error stream once the work has taken longer than QUIET_SECONDS.

    A context manager; call it with the name of each step. With `quiet` nothing is written.
    """

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._silent_until = time.monotonic() + QUIET_SECONDS
        self._step = self._written = ""
        self._timer: Timer | None = None

    def __call__(self, step: str) -> None:
        """Begin a step."""
        self._step = step
        if self._quiet:
            return
        if time.monotonic() >= self._silent_until:
            self._write()
        elif self._timer is None:
            self._timer = Timer(self._silent_until - time.monotonic(), self._write)
            self._timer.daemon = True
            self._timer.start()

    def _write(self) -> None:
        if self._step != self._written:
            self._written = self._step
            print(f"{self._written} ...", file=sys.stderr, flush=True)

    def stop(self) -> None:
        """End the last step; it is not written any more if it was short."""
        if self._timer is not None:
            self._timer.cancel()

    def __enter__(self) -> "Steps":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
