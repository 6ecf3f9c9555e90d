"""Imports xlwings without its optional dependencies: import it from here, before anything else imports it.

`import xlwings` also imports pandas and numpy, which slow down a click, and its PRO code, which has another licence.
They are made to look absent while it is imported; the PRO code stays blocked. On Windows xlwings also kills, when
Python ends, each Excel without a workbook; this program starts no Excel, so that is switched off.
"""

import atexit
import sys

NOT_NEEDED = ("pandas", "polars", "numpy", "matplotlib", "plotly", "PIL")
PRO = "xlwings.pro"
ATTEMPTS = 200  # of a call that Excel rejects; xlwings' default is to retry for ever

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
