"""Localities: the group of practices that one locality manager answers for."""

from pc_workbook.model.row import Row


class Locality(Row):
    """A locality. The papers list none, so the list is a sheet of the workbook and not a constant."""

    name: str
    manager: str | None = None
    note: str | None = None
