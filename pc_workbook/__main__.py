"""Entry point of the command pc-workbook and of python -m pc_workbook.

Signal handlers are installed before anything else is imported, so that Ctrl-C during start-up ends with a message.
"""

import os
import sys


def run_and_end() -> None:
    """Run the command line and end the process at once with its exit code.

    os._exit skips the interpreter's clean-up of every loaded module. All output files are on disk by then.
    """
    code = run()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):  # the reader has closed the stream, which was reported already
            continue
    os._exit(code)


def run() -> int:
    """Run the command line and return its exit code."""
    try:
        from pc_workbook import interrupts

        interrupts.listen()
        from pc_workbook.cli import main

        code = main()
        interrupts.ignore()
        return code
    except KeyboardInterrupt as stop:  # raised before the command line handles signals, or after it has stopped
        from pc_workbook.hosts.disk import written_files

        print("Stopped.", written_files.summary(), sep="\n", file=sys.stderr)
        return 128 + getattr(stop, "number", 2)


if __name__ == "__main__":
    run_and_end()
