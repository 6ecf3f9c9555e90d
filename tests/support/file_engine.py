"""A test-only engine for xlwings, backed by files: what is written for Excel on Windows runs through xlwings' public
API, with no Excel and no licence. Register it with `use(Excel())`; `.api` leads to tests/support/excel_in_files.py.

Only what this project calls is here. Anything else fails loudly.
"""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pc_workbook.hosts.desktop.xlwings_import import xw
from tests.support import excel_in_files as model
from tests.support.excel_in_files import ERRORS, ComError, Excel

WORDS = {number: word for word, number in ERRORS.items() if word != "#SPILL!"}
NAME = "files"


def use(*excels: Excel) -> None:
    """Make these the Excels that are running."""
    xw.engines.add(xw.Engine(impl=Engine(excels)))
    xw.engines[NAME].activate()


class Engine:
    name, type = NAME, "desktop"

    def __init__(self, excels: tuple[Excel, ...]) -> None:
        self.apps = Apps([App(excel, self) for excel in excels])

    @staticmethod
    def prepare_xl_data_element(value: object, _: object) -> object:
        return value

    @staticmethod
    def clean_value_data(
        data: list[list[Any]], datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        """As xlwings' own engine for Windows does it."""

        def clean(value: Any) -> Any:
            if value in ("", None):
                return empty_as
            if isinstance(value, datetime):
                names = ("year", "month", "day", "hour", "minute", "second", "microsecond")
                return datetime_builder(**{name: getattr(value, name) for name in names}, tzinfo=None)
            if number_builder is not None and isinstance(value, float):
                return number_builder(value)
            if type(value) is int and value in WORDS:
                return WORDS[value] if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]


class Apps:
    def __init__(self, apps: "list[App]") -> None:
        self.apps = apps

    def __iter__(self) -> "Iterator[App]":
        return iter([app for app in self.apps if app.excel.books])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def keys(self) -> list[int]:
        return [app.pid for app in self]

    def __getitem__(self, pid: int) -> "App":
        return next(app for app in self if app.pid == pid)


def _setting(name: str) -> property:
    def get(app: "App") -> Any:
        app.excel.did(f"Read {name}")
        return getattr(app.excel, name)

    def put(app: "App", value: Any) -> None:
        app.excel.did(f"Set {name} {value}")
        setattr(app.excel, name, value)

    return property(get, put)


class App:
    version = "16.0"

    def __init__(self, excel: Excel, engine: Engine | None = None) -> None:
        self.excel, self.engine = excel, engine or xw.engines[NAME].impl
        self.pid = self.hwnd = excel.pid

    screen_updating, interactive = _setting("ScreenUpdating"), _setting("Interactive")
    display_alerts, enable_events = _setting("DisplayAlerts"), _setting("EnableEvents")
    calculation, status_bar = _setting("Calculation"), _setting("StatusBar")
    books = property(lambda s: Books(s))
    api = property(lambda s: s.excel)

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: object) -> str:
        self.excel.alerts.append(prompt)
        if told := os.environ.get("PC_WORKBOOK_TEST_ALERTS"):
            with Path(told).open("a", encoding="utf-8") as file:
                file.write(f"{mode}|{title}|{prompt}\n\0\n")
        return "ok"

    def activate(self, steal_focus: bool = False) -> None: ...


class Books:
    def __init__(self, app: App) -> None:
        self.app = app

    active = property(lambda s: Book(s.app.excel.active) if s.app.excel.active else None)

    def __iter__(self) -> "Iterator[Book]":
        self.app.excel.did("Books")
        return (Book(book) for book in self.app.excel.books)

    def __len__(self) -> int:
        return len(self.app.excel.books)

    def __call__(self, key: str | int) -> "Book":
        if isinstance(key, int):
            return Book(self.app.excel.books[key - 1])
        for book in self.app.excel.books:
            if book.Name.casefold() == key.casefold():
                return Book(book)
        raise KeyError(key)

    def add(self) -> "Book":
        return Book(self.app.excel.add())

    def open(self, fullname: str, update_links: bool, read_only: bool, *_: object) -> "Book":
        return Book(self.app.excel.open(Path(fullname), bool(read_only)))


class Book:
    def __init__(self, book: model.Book) -> None:
        self.api = book

    name = property(lambda s: s.api.Name)
    app = property(lambda s: App(s.api.excel))
    sheets = property(lambda s: Sheets(s.api))
    names = property(lambda s: Names(s.api.wb, [sheet.ws for sheet in s.api.sheets], s.api.excel.did))

    fullname = property(lambda s: s.api.FullName)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        self.api.save(Path(path) if path else None)

    def close(self) -> None:
        self.api.close()

    def activate(self) -> None:
        self.api.Activate()


class Sheets:
    def __init__(self, book: model.Book) -> None:
        self.book = book

    active = property(lambda s: Sheet(s.book.ActiveSheet))

    def __iter__(self) -> "Iterator[Sheet]":
        return (Sheet(sheet) for sheet in list(self.book.sheets))

    def __len__(self) -> int:
        return len(self.book.sheets)

    def __call__(self, key: str | int) -> "Sheet":
        return Sheet(self.book.sheets[key - 1] if isinstance(key, int) else self.book.sheet(key))


class Sheet:
    def __init__(self, sheet: model.Sheet) -> None:
        self.api = sheet

    name = property(lambda s: s.api.Name, lambda s, v: s.api.rename(v))
    index = property(lambda s: s.api.book.sheets.index(s.api) + 1)
    book = property(lambda s: Book(s.api.book))
    names = property(lambda s: Names(s.api.ws, [], s.api.did))
    tables = property(lambda s: Tables(s.api))
    charts = property(lambda s: Charts(s.api))
    shapes = property(lambda s: Shapes(s.api))
    cells = property(lambda s: AllCells(s.api))

    def range(self, first: Any, second: Any = None) -> "Range":
        assert second is None
        if isinstance(first, tuple):
            first = f"{model.get_column_letter(first[1])}{first[0]}"
        return Range(model.Cells(self.api, first))

    @property
    def used_range(self) -> "Range":
        """Excel counts cells that only have a format."""
        self.api.did("UsedRange")
        spots = self.api.ws._cells.keys()
        if not spots:
            return Range(model.Cells(self.api, "A1"))
        rows, columns = {row for row, _ in spots}, {column for _, column in spots}
        first = f"{model.get_column_letter(min(columns))}{min(rows)}"
        return Range(model.Cells(self.api, f"{first}:{model.get_column_letter(max(columns))}{max(rows)}"))

    def copy(self, before: "Sheet | None", after: "Sheet") -> None:
        assert before is None
        self.api.copy_after(after.api)

    def delete(self) -> None:
        self.api.Delete()

    def activate(self) -> None:
        self.api.Activate()

    def select(self) -> None:
        self.api.Activate()


class AllCells:
    """Every cell of a sheet, to be copied."""

    def __init__(self, sheet: model.Sheet) -> None:
        self.sheet = sheet

    def copy(self, destination: Any) -> None:
        assert destination.address == "$A$1"
        self.sheet.Cells.copy_to(destination.impl.api.sheet)


class Range:
    max_cells_per_read = max_cells_per_write = None

    def __init__(self, cells: model.Cells) -> None:
        self.api = cells

    address = property(lambda s: s.api.Address)
    sheet = property(lambda s: Sheet(s.api.sheet))
    row, column = property(lambda s: s.api.bounds[1]), property(lambda s: s.api.bounds[0])
    shape = property(lambda s: (s.api.bounds[3] - s.row + 1, s.api.bounds[2] - s.column + 1))
    merge_cells = property(lambda s: s.api.merge_cells)
    merge_area = property(lambda s: Range(s.api.merge_area))
    has_array = property(lambda s: s.api.HasArray)
    coords = property(lambda s: (s.api.sheet, s.row, s.column, *s.shape))

    def __len__(self) -> int:
        return int(self.shape[0] * self.shape[1])

    @property
    def raw_value(self) -> object:
        self.api.sheet.did("Value")
        values = [[float(one) if type(one) is int and one not in WORDS and one != ERRORS["#SPILL!"] else one
                   for one in row] for row in self.api.values]  # fmt: skip
        return values if len(self) > 1 else values[0][0]

    @raw_value.setter
    def raw_value(self, value: object) -> None:
        self.api.put(value)

    @property
    def formula(self) -> object:
        self.api.sheet.did("Formula")
        formulas = tuple(tuple(row) for row in self.api.formulas)
        return formulas if len(self) > 1 else formulas[0][0]

    @property
    def number_format(self) -> str | None:
        self.api.sheet.did("NumberFormat")
        return self.api.number_format

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.api.cell.number_format = value

    def clear_contents(self) -> None:
        self.api.ClearContents()

    def clear(self) -> None:
        self.api.Clear()

    def select(self) -> None:
        self.api.Select()


class Tables:
    def __init__(self, sheet: model.Sheet) -> None:
        self.sheet = sheet

    def __iter__(self) -> "Iterator[Table]":
        return (Table(model.ListObject(self.sheet, table)) for table in list(self.sheet.ws.tables.values()))

    def __len__(self) -> int:
        return len(self.sheet.ws.tables)


class Table:
    def __init__(self, table: model.ListObject) -> None:
        self.api = table

    name = property(lambda s: s.api.Name, lambda s, v: setattr(s.api, "Name", v))
    range = property(lambda s: Range(s.api.Range))

    def resize(self, cells: Any) -> None:
        self.api.resize(cells.api)

    show_headers = property(lambda s: s.api.ShowHeaders)
    show_totals = property(lambda s: s.api.ShowTotals)

    @property
    def header_row_range(self) -> Range:
        left, top, right, _ = self.api.Range.bounds
        letters = model.get_column_letter
        return Range(model.Cells(self.api.sheet, f"{letters(left)}{top}:{letters(right)}{top}"))

    @property
    def data_body_range(self) -> Range | None:
        body = self.api.body()
        return None if body is None else Range(body)


class Charts:
    def __init__(self, sheet: model.Sheet) -> None:
        self.sheet = sheet

    def __iter__(self) -> "Iterator[Chart]":
        return (Chart(self.sheet, chart) for chart in self.sheet.ws._charts)

    def __len__(self) -> int:
        return len(self.sheet.ws._charts)

    def __call__(self, number: int) -> "Chart":
        return Chart(self.sheet, self.sheet.ws._charts[number - 1])


class Chart:
    def __init__(self, sheet: model.Sheet, chart: Any) -> None:
        native = model.Chart(sheet, chart)
        self.api = (native, native)


class Shapes:
    """Everything that lies on a sheet: here its charts, pictures and the arrow of a list."""

    def __init__(self, sheet: model.Sheet) -> None:
        self.sheet = sheet

    def __iter__(self) -> "Iterator[Shape]":
        every: tuple[list[Any], ...] = (self.sheet.ws._charts, self.sheet.ws._images, self.sheet.arrows)
        return (Shape(self.sheet, one, of) for of in every for one in list(of))

    def __len__(self) -> int:
        return len(list(iter(self)))


class Shape:
    def __init__(self, sheet: model.Sheet, shape: Any, of: list[Any]) -> None:
        self.sheet, self.shape, self.of = sheet, shape, of
        self.api = shape if isinstance(shape, model.ListArrow) else SimpleNamespace(Type=3)

    def delete(self) -> None:
        self.sheet.did("Delete shape on")
        self.of.remove(self.shape)


class Names:
    """The names of a workbook, its sheets' own among them, or those of one sheet."""

    def __init__(self, owner: Any, sheets: list[Any], did: Callable[[str], None]) -> None:
        self.owner, self.sheets, self.did = owner, sheets, did

    def snapshot(self) -> "list[tuple[str, Name]]":
        found = [Name(self.owner, name) for name in self.owner.defined_names.values()]
        found += [Name(sheet, name) for sheet in self.sheets for name in sheet.defined_names.values()]
        return [(name.name, name) for name in found]

    def add(self, name: str, refers_to: str) -> "Name":
        self.did("Add name to")
        self.owner.defined_names[name] = model.defined_name(name, refers_to)
        return Name(self.owner, self.owner.defined_names[name])


class Name:
    def __init__(self, owner: Any, name: Any) -> None:
        self.owner, self.defined = owner, name
        self.api = NativeName(name)

    @property
    def name(self) -> str:
        title = getattr(self.owner, "title", None)
        return f"{model.quoted(title)}!{self.defined.name}" if title else str(self.defined.name)

    @property
    def refers_to(self) -> str:
        return f"={self.defined.attr_text}"

    @refers_to.setter
    def refers_to(self, text: str) -> None:
        self.defined.attr_text = text.removeprefix("=")

    def delete(self) -> None:
        del self.owner.defined_names[self.defined.name]


class NativeName:
    def __init__(self, name: Any) -> None:
        self.name = name

    Visible = property(lambda s: not s.name.hidden, lambda s, v: setattr(s.name, "hidden", None if v else True))


__all__ = ["ComError", "Excel", "use"]
