"""Why no pack was made, and what to do: the tracker or template is not ready, or the files would show what they may not.

Restricted texts and personal data are described by their cells, never by what they say.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pc_workbook.model.text import nearest
from pc_workbook.tracker.findings import Finding
from pc_workbook.wording.findings import FindingGroup, grouped
from pc_workbook.wording.numbers import counted, day_words, listed
from pc_workbook.wording.sentences import capital

# --- the tracker


def unknown_edition(name: str, editions: Iterable[str]) -> str:
    """Return that there is no edition of that name."""
    return f"There is no edition called “{name}”. There are: {', '.join(editions)}."


def unknown_preset(name: str, presets: Iterable[str]) -> str:
    """Return that the tracker lists no kind of pack of that name."""
    names = list(presets)
    near = nearest(name, names, 0.6)
    meant = f" Did you mean {near}?" if near else ""
    there = (
        f"There are: {', '.join(names)}."
        if names
        else "No kind of pack on the sheet Packs is in force on the as-at date."
    )
    return f"There is no preset called “{name}”.{meant} {there}"


def other_audience(name: str, audience: str, edition: str) -> str:
    """Return that a kind of pack is listed for another audience than the edition asked for."""
    return (
        f"The pack {name} is for the {audience} edition only, by the sheet Packs. Ask for that edition, not {edition}."
    )


def no_as_at(tracker: str) -> str:
    """Return that a tracker has no as-at date."""
    return f"{tracker} has no as-at date, so a pack can't say what date its figures are for. Fill in the As-at date on the sheet Settings."


def empty_tracker(tracker: str) -> str:
    """Return that a tracker has nothing to make a pack from."""
    return (
        f"{tracker} has no practices, indicators or actions, so there is nothing to make a pack from. Fill in Practices, "
        "Indicators and Actions first."
    )


def blocked_by_errors(tracker: str, errors: Sequence[Finding]) -> str:
    """Return that a tracker has errors, each with its cells."""
    count = counted(len(errors), "error")
    heading = f"No pack was made: {tracker} has {count}. Correct the cells, and try again."
    return "\n".join((heading, *map(_group_text, grouped(errors))))


def _group_text(group: FindingGroup) -> str:
    text = group.message
    return f"{group.where}: {text.problem}\n    Current entry: {text.current_entry}\n    What to do: {text.what_to_do}"


# --- issuing a pack

MOST_FIGURES_NAMED = 3


def still_a_draft(status: str, as_at: date) -> str:
    """Return that a public pack lacks approvals. `status` says which."""
    return (
        f"The public pack can't be issued: {status}. Enter the approvals on the sheet Approvals, for {day_words(as_at)}, or "
        "leave out --issue to make a draft."
    )


def figures_differ(as_at: date, figures: Sequence[tuple[str, str]]) -> str:
    """Return that figures, each a measure and its organisation, differ from those issued for the same date."""
    day, count = day_words(as_at), counted(len(figures), "figure differs", "figures differ")
    which = listed([f"{measure} of {organisation}" for measure, organisation in figures[:MOST_FIGURES_NAMED]])
    left = len(figures) - MOST_FIGURES_NAMED
    more = f" and {left} more" if left > 0 else ""
    return (
        f"A pack as at {day} was issued already, and {count} now: {which}{more}. Issued figures are never changed. Give this pack "
        f"an As-at date of its own on Settings; its changes are then measured from the issue of {day}."
    )


# --- the files


def wrong_ending(name: str) -> str:
    """Return that a pack can't have that name."""
    return f"A pack can't be called '{name}'. Give it a name that ends in .xlsx."


def not_a_pack(name: str) -> str:
    """Return that another file has the name of the pack."""
    return f"{name} exists already and is not a pack. Give another name, so that nothing is lost."


def another_edition(name: str, there: str, wanted: str) -> str:
    """Return that a pack of another edition has the name of the pack."""
    return f"{name} holds a pack of the {there} edition; give the {wanted} edition another name, so that nobody is sent the wrong one."


NO_LIBREOFFICE = (
    "A PDF needs LibreOffice, which was not found on this computer. Install it (www.libreoffice.org) and try again, or open "
    "the pack in Excel and choose File, Export, Create PDF; leave out --pdf to make the pack alone."
)


def no_pdf(name: str, seconds: int | None = None) -> str:
    """Return that LibreOffice made no PDF, within so many seconds where it was stopped."""
    within = f" within {seconds} seconds" if seconds else ""
    return f"LibreOffice could not make a PDF of {name}{within}. Open the pack in Excel and choose File, Export, Create PDF."


# --- the template

COMMENTS, OTHER_WORKBOOK, MACROS, FORMULAS = "comments", "a link to another workbook", "macros", "formulas"


def other_sheets(template: str, sheets: Sequence[str]) -> str:
    """Return that a template has other sheets than its cover."""
    return f"{template} must hold one sheet, called Cover; it holds {listed(list(sheets))}."


def missing_names(template: str, names: Sequence[str]) -> str:
    """Return that a template has no cells of some names."""
    return (
        f"{template} has no cell named {listed(list(names))}; select the cell that is to show it, and give it that name in the box "
        "left of the formula bar, or start from the template again."
    )


def no_edition_mark(template: str, mark: str) -> str:
    """Return that no header or footer of a template shows the edition."""
    return (
        f"{template} shows the edition in no header or footer, so a page that is not for publication could not be distinguished "
        f"from one that is; write {mark} into one of them (Page Layout, Print Titles, Header/Footer)."
    )


def unsafe_part(template: str, what: str) -> str:
    """Return that a template has something that would go out with every pack."""
    it = "it" if what == OTHER_WORKBOOK else "them"
    return f"{template} holds {what}, which must not go out with a pack; take {it} out, and try again."


def long_header(length: int, longest: int) -> str:
    """Return that a header of a template is longer than Excel allows."""
    return f"A header or footer of the template comes to {length} characters, and Excel allows {longest}; take a mark out of it."


def no_typefaces(template: str) -> str:
    """Return that a template has no theme."""
    return f"{template} has no theme with two typefaces (LibreOffice drops it when it saves). Restyle the template in Excel."


# --- restricted texts

MOST_LISTED, MOST_PLACES = 20, 3
PRACTICE, PROGRAMME = "practice", "programme"


def text_of(cell: str) -> str:
    """Return the description of a restricted text."""
    return f"the text of {cell}"


def names_in(cell: str) -> str:
    """Return the description of the names in a restricted text."""
    return f"a name in {cell}"


def person_in(cell: str) -> str:
    """Return the description of the name of a person in a role."""
    return f"the name in {cell}"


def named_in(noun: str, cell: str) -> str:
    """Return the description of a practice or programme that is not shown."""
    return f"the {noun} named in {cell}"


def number_in(cell: str) -> str:
    """Return the description of a suppressed number."""
    return f"the number in {cell}"


def suppressed_staff_figure(practice: str) -> str:
    """Return the description of a suppressed figure that is made of several cells."""
    return f"a staff figure of the practice {practice}, which is suppressed"


def repeated_in(hidden: str, shown: str) -> str:
    """Return the description of a restricted text that another cell repeats."""
    return f"the text of {hidden}, which is repeated in {shown}, a cell that may be shown"


#: Places in a file, and why a part can't be searched.
WHOLE_FILE = "the file as a whole"
ALL_OF_IT, ITS_TEXT, ITS_BYTES, ITS_STRINGS = "all of it", "its text", "its bytes", "its strings"
ITS_NAME, ITS_COMMENT, ITS_EXTRA_FIELD = "its name", "its comment", "its extra field"
XML_COMMENT, TRAILER = "a remark in its XML", "the trailer"
LOCKED, COMPOUND_FILE = "it is locked with a password", "it is a compound file, which hides its text"


def unreadable_part(why: str) -> str:
    """Return that a part can't be searched."""
    return f"the scan can't look into it: {why}"


def sheet_place(name: str) -> str:
    """Return the place of something on a sheet that is in no cell."""
    return f"the sheet {name}"


def place_words(file: str, part: str, where: str) -> str:
    """Return a place in a finished file."""
    return ", ".join(filter(None, (file, part, where)))


def leaks_found(places: Mapping[str, Sequence[str]]) -> str:
    """Return that finished files would contain restricted texts. `places` of each, by its description."""
    lines = [f"{capital(secret)}. It would be in {_listed(where)}." for secret, where in places.items()]
    more = [f"... and {len(lines) - MOST_LISTED:,} more"] if len(lines) > MOST_LISTED else []
    count = counted(len(lines), "text, name or number", "texts, names or numbers")
    heading = (
        f"No pack was made: the finished files would contain {count} that this edition may not show. Nothing was written. Remove "
        "the text from the cell or the template that shows it, or mark its row like the row it comes from, and try again."
    )
    return "\n".join((heading, *lines[:MOST_LISTED], *more))


def _listed(places: Sequence[str]) -> str:
    more = [counted(len(places) - MOST_PLACES, "more place")] if len(places) > MOST_PLACES else []
    return "; ".join((*places[:MOST_PLACES], *more))


# --- personal data

REPLACE_NAMES = (
    "Write the role in place of each of these names. If a name may be published, add a row on the sheet Accepted warnings "
    "with its mark, the role that accepts it, the date and the reason:"
)


def personal_data_found(tracker: str, edition: str, refused: Sequence[str], names: Sequence[str]) -> str:
    """Return that an edition would contain personal data that it may not, and names that nobody has accepted."""
    lines = [f"No pack was made: the {edition} edition would hold personal data. Nothing was written."]
    if refused:
        take_out = f"Take these out of {tracker}. They may be in no {edition} pack, accepted or not:"
        lines += [take_out, *_indented(refused)]
    if names:
        lines += [REPLACE_NAMES, *_indented(names)]
    return "\n".join(lines)


def personal_data_in_files(tracker: str, places: Sequence[tuple[str, str]]) -> str:
    """Return that finished files contain personal data from elsewhere; each kind with its place."""
    heading = (
        f"No pack was made: the finished files would hold personal data that does not come from a cell of {tracker} that may "
        "be shown. Nothing was written. Look at the cover, headers, footers and properties of the house style, take it out, "
        "and try again:"
    )
    return "\n".join((heading, *_indented([f"{capital(kind)}: {place}." for kind, place in places])))


def personal_data_included(line: str) -> str:
    """Return that a pack for members has personal data of one kind."""
    return f"Personal data in this pack, for members only. {line}"


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" for line in lines]
