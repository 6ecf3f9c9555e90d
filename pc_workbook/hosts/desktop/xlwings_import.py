"""xlwings, and none of what it would load besides: import it from here, and before anything else does.

`import xlwings` looks for every table and picture library that may be installed, and for its own PRO part. A
click would pay for pandas and numpy, which a refresh does not use, and load code under another licence. While it
is imported they count as absent, which xlwings allows for; afterwards they can be imported as ever, except
the PRO part, which nothing here may use.

On Windows xlwings also ends by force, when Python ends, each Excel in which it finds no workbook. This
program never starts an Excel, so there is none of ours to end, and that is taken off.
"""

import atexit
import sys

NOT_NEEDED = ("pandas", "polars", "numpy", "matplotlib", "plotly", "PIL")
PRO = "xlwings.pro"
ATTEMPTS = 200  # of one call that Excel turns away; xlwings' own choice is for ever

_absent = [name for name in NOT_NEEDED if name not in sys.modules]
sys.modules.setdefault(PRO, None)  # type: ignore[arg-type]
sys.modules.update(dict.fromkeys(_absent))  # type: ignore[arg-type]
try:
    import xlwings as xw
finally:
    for _name in _absent:
        sys.modules.pop(_name, None)

if sys.platform == "win32":
    from xlwings import _xlwindows

    _xlwindows.N_COM_ATTEMPTS = ATTEMPTS
    atexit.unregister(_xlwindows.cleanup)

__all__ = ["xw"]
