"""How the command line tells what happens: steps of long work, counts of findings, paths as they are typed."""

import os
import sys
import time
from pathlib import Path
from threading import Timer

QUIET_SECONDS = 1.0


def as_typed(path: Path) -> str:
    """A path as it is typed after a command."""
    if os.name == "nt":
        return f'"{path}"' if " " in str(path) else str(path)
    import shlex

    return shlex.quote(str(path))


class Steps:
    """Says what is being done, once the work has taken longer than a second."""

    def __init__(self) -> None:
        self.quiet_until = time.monotonic() + QUIET_SECONDS
        self.step = self.told = ""
        self.waiting: Timer | None = None

    def __call__(self, step: str) -> None:
        self.step = step
        if time.monotonic() >= self.quiet_until:
            self._tell()
        elif self.waiting is None:
            self.waiting = Timer(self.quiet_until - time.monotonic(), self._tell)
            self.waiting.daemon = True
            self.waiting.start()

    def _tell(self) -> None:
        if self.step != self.told:
            self.told = self.step
            print(f"{self.told} ...", file=sys.stderr, flush=True)

    def stop(self) -> None:
        """The work is done: a step that was too short to be told is not told any more."""
        if self.waiting is not None:
            self.waiting.cancel()

    def __enter__(self) -> "Steps":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def many(count: int, one: str, several: str = "") -> str:
    return f"{count} {one if count == 1 else several or one + 's'}"


def print_json(rows: list[dict[str, object]]) -> None:
    import json

    print(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
