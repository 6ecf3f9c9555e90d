"""XlsxWriter's Format objects, made once for each look: a workbook holds as many formats as looks, not as cells."""

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from pc_workbook.draw.theme import Properties


class Formats:
    """The formats of one workbook. Later looks overrule earlier ones."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[frozenset[tuple[str, object]], Format] = {}

    def __call__(self, *looks: Properties, **more: object) -> Format:
        properties = {name: value for look in (*looks, more) for name, value in look.items()}
        key = frozenset(properties.items())
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]
