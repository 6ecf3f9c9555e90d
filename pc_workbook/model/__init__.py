"""What we track: values that are frozen, compared by content and valid from birth.

No headings, no cells, no tables: a practice is a practice wherever it was typed.
"""

from pc_workbook.startup import import_pydantic_core

import_pydantic_core()  # before the first module that imports pydantic
