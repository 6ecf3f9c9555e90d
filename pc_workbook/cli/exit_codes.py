"""What a command's exit code says, and what a family of commands is added to."""

import argparse
from typing import TypeAlias

from pc_workbook.errors import ExitCode

FINE, BLOCKED, UNREADABLE = ExitCode.OK, ExitCode.FINDINGS, ExitCode.UNREADABLE
OUR_MISTAKE, NOBODY_LISTENS = ExitCode.INTERNAL_ERROR, ExitCode.OUTPUT_CLOSED

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
