"""The command pc-workbook, and python -m pc_workbook.

Nothing is imported before Ctrl-C is listened for: a person who stops the program at once gets a sentence, too.
"""

import os
import sys


def run_and_end() -> None:
    """Run the command that was typed, and end the process at once with its exit code.

    Python would first take apart, piece by piece, all that was loaded. What was written is on disk by now.
    """
    code = run()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):  # nobody reads it any more, and that was said
            continue
    os._exit(code)


def run() -> int:
    """Run the command that was typed and return its exit code."""
    try:
        from pc_workbook import interrupts

        interrupts.listen()
        from pc_workbook.cli import main

        code = main()
        interrupts.ignore()
        return code
    except KeyboardInterrupt as stop:  # before the command line could take it, or in its very last step
        from pc_workbook.hosts.disk import written_files as written

        print("Stopped.", written.summary(), sep="\n", file=sys.stderr)
        return 128 + getattr(stop, "number", 2)


if __name__ == "__main__":
    run_and_end()
