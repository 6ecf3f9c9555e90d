"""Edits of a list as people make them, by name. Those in HARMLESS change no figure and need no more than a note."""

from random import Random
from typing import Final

from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.tracker.lists.layout import Reads
from tests.support.list_tracker import Edit, Sheet

TOTALS: Final = (
    "Total", "TOTAL", "Totals:", "Sub-total", "Subtotal", "Grand total", "Grand Total (all)", "All", "Sum", "Average",
    "North total", "Total:", "Overall total", "Total for the area", "All practices", " total ", "Subtotal North", "Mean",
)  # fmt: skip
SOURCES: Final = (
    "Source: NHS Digital, March 2017", "Sources: the releases", "Note: provisional", "Notes", "NB: two closed",
    "* Includes locums", "† Estimated", "Data from NHS Digital", "Produced by the area team", "Last updated 3 March 2017",
    "https://digital.nhs.uk/data", "Source", "Contains public sector information licensed under the OGL", "[1] Provisional",
    "Figures are provisional", "Please note: two practices merged", "Footnote: see the annex",
)  # fmt: skip
SPELLED: Final = (str.upper, str.lower, lambda s: f"  {s} ", lambda s: f"{s}\xa0", lambda s: s.replace(" ", "\n"),
                  lambda s: s.replace("e", "\u0435"), lambda s: s.replace(" ", "  "), lambda s: f"{s}:")  # fmt: skip
NAMES: Final = (
    str.upper, lambda s: f"{s} ", lambda s: f"\xa0{s}", lambda s: s.replace("o", "\u043e"), lambda s: s.replace("'", "’"),
    lambda s: s.replace(" ", "  "), lambda s: f"{s}\u200b", str.lower, lambda s: s.replace("W", "Ｗ"),
)  # fmt: skip


def inside(sheet: Sheet, chance: Random) -> int:
    """A row of the list, or the one below its last."""
    return chance.randint(sheet.place.heading_row + 1, sheet.place.last_row)


def below(sheet: Sheet) -> int:
    """The row below all that stands on the sheet, and below the frame."""
    return max(len(sheet.rows), sheet.place.last_row + sheet.place.totals) + 1


def blank_row(sheet: Sheet, chance: Random) -> None:
    for _ in range(chance.choice((1, 1, 2, 5))):
        sheet.insert_row(inside(sheet, chance))


def rows_above(sheet: Sheet, chance: Random) -> None:
    for _ in range(chance.randint(1, 4)):
        sheet.insert_row(1, [chance.choice(("Our tracker", None, 2017.0))])


def own_column(sheet: Sheet, chance: Random) -> None:
    before = chance.randint(sheet.place.first_column, sheet.place.last_column)
    sheet.insert_column(before, chance.choice(("Owner", "Our own notes", "Telephone")))
    for row in range(sheet.place.heading_row + 1, sheet.place.last_row + 1):
        sheet.put(row, before, chance.choice((None, "x", 5.0)))


def moved_right(sheet: Sheet, chance: Random) -> None:
    for _ in range(chance.randint(1, 3)):
        sheet.insert_column(1)


def columns_swapped(sheet: Sheet, chance: Random) -> None:
    one, other = (chance.randint(sheet.place.first_column, sheet.place.last_column) for _ in range(2))
    for row in range(sheet.place.heading_row, sheet.place.last_row + 1):
        held = sheet.at(row, one), sheet.at(row, other)
        sheet.put(row, other, held[0])
        sheet.put(row, one, held[1])


def excels_totals(sheet: Sheet, chance: Random) -> None:
    row = sheet.place.last_row + 1
    sheet.insert_row(row)
    label = chance.choice((*TOTALS, None, 4.0, "Anzahl", "V90001", "Riverside"))
    sheet.put(row, chance.randint(sheet.place.first_column, sheet.place.last_column), label)
    sheet.put(row, sheet.place.last_column, 12.0)
    sheet.place = sheet.place._replace(totals=1)


def _total_in(sheet: Sheet, chance: Random, row: int) -> None:
    sheet.put(row, sheet.place.first_column, chance.choice(TOTALS))
    numbers = [n for n, one in enumerate(_columns(sheet)) if one in (Reads.NUMBER, Reads.WHOLE, Reads.MEASURED) and n]
    if numbers:
        sheet.put(row, sheet.place.first_column + chance.choice(numbers), 40.0)


def _columns(sheet: Sheet) -> list[Reads]:
    of = BY_TABLE.get(sheet.table)
    return [column.reads for column in of.columns] if of else []


def typed_total_below(sheet: Sheet, chance: Random) -> None:
    row = below(sheet) + chance.choice((0, 0, 1, 3))
    _total_in(sheet, chance, row)


def typed_total_inside(sheet: Sheet, chance: Random) -> None:
    row = inside(sheet, chance)
    sheet.insert_row(row)
    _total_in(sheet, chance, row)


def source_below(sheet: Sheet, chance: Random) -> None:
    row = below(sheet) + chance.choice((0, 1, 1, 2))
    for n in range(chance.randint(1, 3)):
        sheet.put(row + n, sheet.place.first_column, chance.choice(SOURCES))


def renamed(sheet: Sheet, chance: Random) -> None:
    sheet.name = f"{sheet.table.removeprefix('tbl')}_{chance.choice(('2017', 'old', 'x'))}"


def frame_gone(sheet: Sheet, chance: Random) -> None:
    sheet.is_framed = False


def headings_spelled(sheet: Sheet, chance: Random) -> None:
    row = sheet.place.heading_row
    for spot in range(sheet.place.first_column, sheet.place.last_column + 1):
        heading = sheet.at(row, spot)
        if isinstance(heading, str) and chance.random() < 0.5:
            sheet.put(row, spot, chance.choice(SPELLED)(heading))


def headings_again(sheet: Sheet, chance: Random) -> None:
    row, head = inside(sheet, chance), sheet.rows[sheet.place.heading_row - 1]
    sheet.insert_row(row, head[sheet.place.first_column - 1 : sheet.place.last_column])


def frame_smaller(sheet: Sheet, chance: Random) -> None:
    place = sheet.place
    sheet.place = place._replace(last_row=chance.randint(place.heading_row, place.last_row))


def frame_larger(sheet: Sheet, chance: Random) -> None:
    sheet.place = sheet.place._replace(last_row=sheet.place.last_row + chance.randint(1, 30))


def gap_below_frame(sheet: Sheet, chance: Random) -> None:
    frame_smaller(sheet, chance)
    for _ in range(chance.randint(1, 3)):
        sheet.insert_row(sheet.place.last_row + 1)


def totals_then_rows(sheet: Sheet, chance: Random) -> None:
    frame_smaller(sheet, chance)
    sheet.insert_row(sheet.place.last_row + 1, ["Total"])
    sheet.place = sheet.place._replace(totals=1)


def heading_renamed(sheet: Sheet, chance: Random) -> None:
    spot = chance.randint(sheet.place.first_column, sheet.place.last_column)
    sheet.put(sheet.place.heading_row, spot, chance.choice(("Something", "FTE", "Code", "Value", "Name of it", None)))


def heading_twice(sheet: Sheet, chance: Random) -> None:
    place = sheet.place
    spot = chance.randint(place.first_column, place.last_column)
    sheet.insert_column(place.last_column, sheet.at(place.heading_row, spot))
    held = chance.choice(("same", "empty", "other"))
    for row in range(place.heading_row + 1, place.last_row + 1):
        value = {"same": sheet.at(row, spot), "empty": None, "other": chance.choice((None, 1.0, "x"))}[held]
        sheet.put(row, place.last_column, value)


def second_below(sheet: Sheet, chance: Random) -> None:
    place = sheet.place
    start = below(sheet) + 1
    copied = [list(row) for row in sheet.rows[place.heading_row - 1 : place.last_row]]
    for n, row in enumerate(copied):
        for spot, value in enumerate(row, 1):
            sheet.put(start + n, spot, value)


def second_beside(sheet: Sheet, chance: Random) -> None:
    place = sheet.place
    for row in range(place.heading_row, place.last_row + 1):
        for spot in range(place.first_column, place.last_column + 1):
            sheet.put(row, place.last_column + 2 + spot - place.first_column, sheet.at(row, spot))


def other_list_below(sheet: Sheet, chance: Random) -> None:
    row = below(sheet) + chance.choice((1, 2))
    for n, values in enumerate((("Year", "GPs", "Nurses"), (2015.0, 20.0, 10.0), (2016.0, 21.0, 11.0))):
        for spot, value in enumerate(values, sheet.place.first_column):
            sheet.put(row + n, spot, value)


def names_spelled(sheet: Sheet, chance: Random) -> None:
    of = BY_TABLE.get(sheet.table)
    for n, column in enumerate(of.columns if of else ()):
        if column.reads is Reads.NAME and column.links_to:
            for row in range(sheet.place.heading_row + 1, sheet.place.last_row + 1):
                held = sheet.at(row, sheet.place.first_column + n)
                if isinstance(held, str) and chance.random() < 0.7:
                    sheet.put(row, sheet.place.first_column + n, chance.choice(NAMES)(held))


HARMLESS: Final[dict[str, Edit]] = {
    one.__name__: one
    for one in (blank_row, rows_above, own_column, moved_right, columns_swapped, excels_totals, typed_total_below,
                typed_total_inside, source_below, renamed, frame_gone, headings_spelled, headings_again, frame_smaller,
                frame_larger, names_spelled)
}  # fmt: skip
OTHERS: Final[dict[str, Edit]] = {
    one.__name__: one
    for one in (gap_below_frame, totals_then_rows, heading_renamed, heading_twice, second_below, second_beside,
                other_list_below)
}  # fmt: skip
