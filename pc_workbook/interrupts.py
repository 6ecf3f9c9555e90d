"""Ctrl-C and requests to end: acted on at once, but never in the middle of a step that must be whole."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType
from typing import Any, Final

ENDING: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)
_AGAIN_AFTER: Final = 2.0  # seconds; a second Ctrl-C sooner than that adds nothing to the first

_last_request = float("-inf")
_work_is_over = False


class Stopped(KeyboardInterrupt):
    """Raised in the main thread when the run is asked to end. `number` is the signal's."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__(number)
        self.number = int(number)


def exit_code(error: BaseException) -> int:
    """Return the exit code of a run that was stopped: 128 and the number of the signal, as shells have it.

    >>> exit_code(KeyboardInterrupt())
    130
    """
    return 128 + (error.number if isinstance(error, Stopped) else int(signal.SIGINT))


def listen() -> dict[int, Any]:
    """Raise Stopped from now on for each request to end; return the handlers that stood there before.

    A signal that whoever started the run had switched off (nohup) stays off.
    """
    global _last_request, _work_is_over
    _last_request, _work_is_over = float("-inf"), False
    if threading.current_thread() is not threading.main_thread():
        return {}
    sys.unraisablehook = _raise_again
    unset = (signal.SIG_DFL, signal.default_int_handler)
    before = {number: signal.getsignal(number) for number in ENDING}
    changed = {number: handler for number, handler in before.items() if handler in unset}
    for number in changed:
        signal.signal(number, _stop)
    return changed


@contextmanager
def listening() -> Iterator[None]:
    """Listen for the length of a block, and put the earlier handlers back after it."""
    hook = sys.unraisablehook
    before = listen()
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        sys.unraisablehook = hook


def work_is_over() -> None:
    """Take no notice of further requests: nothing but the last words of the run is left."""
    global _work_is_over
    _work_is_over = True


def ignore() -> None:
    """Switch requests to end off for good: Python, while it ends, would take its own handlers away before that."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold back requests to end until the block has ended; then the first of them takes effect."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {number: signal.getsignal(number) for number in ENDING}
    held = {number: handler for number, handler in before.items() if handler not in (signal.SIG_IGN, None)}
    for number in held:
        signal.signal(number, lambda number, _: came.append(number))
    try:
        yield
    finally:
        for number, handler in held.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])


def _stop(number: int, _: FrameType | None) -> None:
    global _last_request
    if _work_is_over or monotonic() < _last_request + _AGAIN_AFTER:
        return
    _last_request = monotonic()
    raise Stopped(number)


def _raise_again(unraisable: Any) -> None:
    """Python drops what is raised in a destructor; a request to end must not get lost there."""
    global _last_request
    if isinstance(unraisable.exc_value, KeyboardInterrupt):
        _last_request = float("-inf")
        signal.raise_signal(getattr(unraisable.exc_value, "number", signal.SIGINT))
    else:
        sys.__unraisablehook__(unraisable)
