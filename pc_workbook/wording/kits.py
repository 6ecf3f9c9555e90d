"""What is said about kits: refusals, what was left out of one, and what an upgrade did."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.tracker.detail import Detail
from pc_workbook.tracker.findings import Finding
from pc_workbook.wording.findings import detail_text, message
from pc_workbook.wording.numbers import counted, listed

NO_KIT: Final = (
    "There is no kit “{given}”. Choose one of: {names}; or give the path of a kit's folder, or of a tracker."
)
NOT_READABLE: Final = "The folder {folder} can't be read. Check that you have access to it."
TOO_LARGE: Final = "{file} is larger than 64 MB, which is more than a kit may have. Take it out of the kit."
REFUSED: Final = "The kit {name} can't be used: {count}. Nothing was written."
FOLDER_IN_USE: Final = "{folder} exists already and is not an empty folder. Give the name of a new folder."
NO_PARENT: Final = "There is no folder {folder}. Make it first, or choose another one."
TRACKER_REFUSED: Final = (
    "No kit can be made of {name}: {count} in cells that can't be read. Correct them first. Nothing was written."
)
NO_TRACKER: Final = (
    "{name} is not a tracker: it has no Practices, Indicators or Actions. Give the name of a tracker, or make one with: "
    "pc-workbook new"
)
UP_TO_DATE: Final = "{name} has every list, column and setting of this version. Nothing was written."
MADE: Final = (
    "Made {tracker} from the kit {kit}. Its first sheet, Start here, says what to fill in. Then run: pc-workbook refresh "
    "{typed}"
)
BACKUP: Final = "Backup saved: {backup}"
SAVED_FROM: Final = "Saved from {tracker}."
MOST_LISTED: Final = 200


def refusal(name: str, findings: Sequence[Finding], words: str = REFUSED) -> str:
    """Return why a kit, or a tracker as a kit, can't be used: every finding with its file or sheet, and its cell."""
    lines = [words.format(name=name, count=counted(len(findings), "error"))]
    lines += map(_line, findings[:MOST_LISTED])
    if len(findings) > MOST_LISTED:
        lines.append(f"    and {len(findings) - MOST_LISTED:,} more")
    return "\n".join(lines)


def _line(finding: Finding) -> str:
    words = message(finding)
    entry = f" Current entry: {words.current_entry}." if finding.entry is not None else ""
    return f"    {finding.sheet}, {finding.cell}: {words.problem}{entry} {words.what_to_do}"


def saved_words(folder: str, rows: Sequence[int]) -> str:
    """Return the sentence about a kit that was saved; `rows` are those of each list.

    >>> saved_words("north", [33, 10])
    'Saved the kit north: 43 rows in 2 lists.'
    """
    return f"Saved the kit {folder}: {counted(sum(rows), 'row')} in {counted(len(rows), 'list')}."


def left_out_sentences(
    not_public: Mapping[str, int], personal: Sequence[tuple[str, str]], own_columns: Mapping[str, int]
) -> Iterator[str]:
    """Yield what of a tracker did not go into a kit: a sentence for each reason."""
    if not_public:
        rows = sum(not_public.values())
        where = listed([f"{sheet} ({count})" for sheet, count in not_public.items()])
        yield f"{counted(rows, 'row')} left out, because a kit travels and they are not Public, or are about such a row: {where}."
    if personal:
        cells = [cell_reference(sheet, cell) for sheet, cell in personal]
        more = f" and {len(cells) - MOST_LISTED:,} more" if len(cells) > MOST_LISTED else ""
        yield f"{counted(len(cells), 'cell')} with personal data left out: {', '.join(cells[:MOST_LISTED])}{more}."
    if own_columns:
        where = listed([f"{sheet} ({count})" for sheet, count in own_columns.items()])
        yield f"{counted(sum(own_columns.values()), 'column')} of your own left out: {where}."


def added_list(sheet: str, rows: int, *, written: bool) -> str:
    """Return the sentence about a list that an upgrade adds.

    >>> added_list("Claims", 3, written=True), added_list("Scales", 0, written=False)
    ('Sheet added: Claims, with 3 rows of the kit.', 'Sheet that would be added: Scales.')
    """
    with_rows = f", with {counted(rows, 'row')} of the kit" if rows else ""
    return f"Sheet {_added(written)}: {sheet}{with_rows}."


def added_columns(sheet: str, headings: Sequence[str], *, written: bool) -> str:
    """Return the sentence about the columns that an upgrade adds to a list."""
    noun = "Column" if len(headings) == 1 else "Columns"
    return f"{noun} {_added(written)} to {sheet}: {listed([*headings])}."


def added_settings(names: Sequence[str], *, written: bool) -> str:
    """Return the sentence about the settings that an upgrade adds."""
    noun = "Setting" if len(names) == 1 else "Settings"
    return f"{noun} {_added(written)}, with the usual value: {listed([*names])}."


def not_added(sheet: str, headings: Sequence[str], why: Detail) -> str:
    """Return what an upgrade could not add, why, and what to do."""
    what = f"{listed([*headings])} of {sheet}" if headings else sheet
    return f"Not added: {what}. {detail_text(why)}"


def _added(written: bool) -> str:
    return "added" if written else "that would be added"
