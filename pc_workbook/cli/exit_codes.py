"""What a command's exit code says, and what a family of commands is added to."""

import argparse
from typing import TypeAlias

FINE, BLOCKED, UNREADABLE, OUR_MISTAKE, NOBODY_LISTENS = 0, 1, 3, 70, 141

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
