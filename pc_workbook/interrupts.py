"""Handling of Ctrl-C and termination signals: they take effect at once, except within a step that must not be cut short."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType
from typing import Any, Final

SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)
_REPEAT_AFTER: Final = 2.0  # seconds; a second Ctrl-C sooner than that has no further effect

_last_request = float("-inf")
_raised: KeyboardInterrupt | None = None  # the last stop that this run was given
_is_finished = False


class Stopped(KeyboardInterrupt):
    """Raised in the main thread when the process is asked to end. `number` is the number of the signal."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__(number)
        self.number = int(number)


def stop_behind(error: BaseException) -> KeyboardInterrupt | None:
    """Return the stop that an error hides: a signal that came while a file was written can end in an error of closing it.

    >>> stop_behind(ValueError("no number")) is None
    True
    """
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        found = waiting.pop()
        if isinstance(found, KeyboardInterrupt):
            return found
        if found is not None and id(found) not in seen:
            seen.add(id(found))
            waiting += [found.__cause__, found.__context__]
    return None


def stop_given() -> KeyboardInterrupt | None:
    """Return the stop that this run was given, if any: a library may make another error of it, with its text alone."""
    return _raised


def exit_code(error: BaseException) -> int:
    """Return the exit code of a run that was stopped: 128 plus the number of the signal, as in a shell.

    >>> exit_code(KeyboardInterrupt())
    130
    """
    return 128 + (error.number if isinstance(error, Stopped) else int(signal.SIGINT))


def listen() -> dict[int, Any]:
    """Install handlers that raise Stopped for each termination signal; return the handlers they replace.

    A signal that the calling process ignores (nohup) stays ignored.
    """
    global _last_request, _is_finished, _raised
    _last_request, _is_finished, _raised = float("-inf"), False, None
    if threading.current_thread() is not threading.main_thread():
        return {}
    sys.unraisablehook = _raise_again
    unset = (signal.SIG_DFL, signal.default_int_handler)
    before = {number: signal.getsignal(number) for number in SIGNALS}
    changed = {number: handler for number, handler in before.items() if handler in unset}
    for number in changed:
        signal.signal(number, _stop)
    return changed


@contextmanager
def listening() -> Iterator[None]:
    """Handle termination signals within the block, and restore the earlier handlers after it."""
    hook = sys.unraisablehook
    before = listen()
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        sys.unraisablehook = hook


def disregard_signals() -> None:
    """Disregard further signals: only the last messages of the run are left to print."""
    global _is_finished
    _is_finished = True


def ignore() -> None:
    """Ignore termination signals until the process ends: Python removes its own handlers before its last clean-up steps."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Defer termination signals until the block has ended; then the first of them takes effect."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    received: list[int] = []
    before = {number: signal.getsignal(number) for number in SIGNALS}
    deferred = {number: handler for number, handler in before.items() if handler not in (signal.SIG_IGN, None)}
    for number in deferred:
        signal.signal(number, lambda number, _: received.append(number))
    try:
        yield
    finally:
        for number, handler in deferred.items():
            signal.signal(number, handler)
        if received:
            signal.raise_signal(received[0])


def _stop(number: int, _: FrameType | None) -> None:
    global _last_request, _raised
    if _is_finished or monotonic() < _last_request + _REPEAT_AFTER:
        return
    _last_request = monotonic()
    _raised = Stopped(number)
    raise _raised


def _raise_again(unraisable: Any) -> None:
    """Raise the signal again: Python discards an exception raised in a destructor."""
    global _last_request
    if isinstance(unraisable.exc_value, KeyboardInterrupt):
        _last_request = float("-inf")
        signal.raise_signal(getattr(unraisable.exc_value, "number", signal.SIGINT))
    elif _raised is None:  # after a stop, what was half written can't be closed, and nobody needs to know
        sys.__unraisablehook__(unraisable)
