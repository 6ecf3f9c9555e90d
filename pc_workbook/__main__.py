"""python -m pc_workbook: the same as the pc-workbook command."""

import sys

from pc_workbook.cli import main

sys.exit(main())
