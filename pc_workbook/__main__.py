"""The command pc-workbook, and python -m pc_workbook.

Nothing is imported before Ctrl-C is listened for: a person who stops the program at once gets a sentence, too.
"""

import sys


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
        from pc_workbook.hosts.disk import written

        print("Stopped.", written.summary(), sep="\n", file=sys.stderr)
        return 128 + getattr(stop, "number", 2)


if __name__ == "__main__":
    sys.exit(run())
