"""The objectives of a plan, which may be parts of each other, and the order in which they are read."""

from collections.abc import Sequence

from pc_workbook.model.reference import ActionReference
from pc_workbook.model.row import MarkedRow


class Objective(MarkedRow):
    """One objective of the plan."""

    reference: ActionReference
    text: str
    part_of: ActionReference | None = None
    lead: str | None = None
    note: str | None = None


def in_order(objectives: Sequence[Objective]) -> tuple[Objective, ...]:
    """Return the objectives, each before its parts; those whose whole is not listed, or in a circle, come as they stand.

    >>> a, b, c = (Objective(reference=r, text="", part_of=p) for r, p in (("1.1", "1"), ("2", None), ("1", None)))
    >>> [row.reference for row in in_order([a, b, c])]
    ['2', '1', '1.1']
    """
    if not objectives:
        return ()
    listed = {row.reference for row in objectives}
    parts: dict[str, list[Objective]] = {}
    for row in objectives:
        parts.setdefault(row.part_of or "", []).append(row)
    waiting = [row for row in reversed(objectives) if row.part_of not in listed]
    ordered: dict[str, Objective] = {}
    while waiting:
        row = waiting.pop()
        ordered[row.reference] = row
        waiting += reversed(parts.get(row.reference, ()))
    return (*ordered.values(), *(row for row in objectives if row.reference not in ordered))


def circle_of(row: Objective, by_reference: dict[str, Objective]) -> tuple[str, ...]:
    """Return the way from an objective through what it is part of back to itself; () where there is none."""
    path = [row.reference]
    part_of = row.part_of
    while part_of in by_reference and part_of not in path:
        path.append(part_of)
        part_of = by_reference[part_of].part_of
    return (*path, row.reference) if part_of == row.reference else ()
