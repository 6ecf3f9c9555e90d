"""The contents of a pack: each sheet with a link, and what it is for."""

from collections.abc import Sequence

from pc_workbook.views.parts import Column, Heading, Link, Paragraph, Part, Sheet, Style, Table
from pc_workbook.wording.numbers import counted

NAME = "Contents"
COLUMNS = (
    Column("No.", Style.WHOLE),
    Column("Section", Style.LINK, 24),
    Column("What it is for", Style.LONG_TEXT, 90),
)


def contents_sheet(sections: Sequence[Sheet], document: str, status: str, left_out: Sequence[str]) -> Sheet:
    """Return the contents: every section in its order. `document` is the whole pack's title; `left_out` are sentences
    on what is not shown.
    """
    rows = tuple((n, Link(section.name, section.name), section.description) for n, section in enumerate(sections, 1))
    parts: tuple[Part, ...] = (
        Heading("Contents", level=1),
        Paragraph(document),
        Paragraph(f"{counted(len(sections), 'section')}. {status}. Select a section's name to go to it."),
        Table("pc_contents", COLUMNS, rows, filter_buttons=False),
        *((Paragraph(" ".join(left_out), quiet=True),) if left_out else ()),
    )
    return Sheet(NAME, parts, "Every section of this pack, with a link to it.", merged=False)
