"""The contents of a pack: each sheet with a link, and what it is for."""

from collections.abc import Sequence

from pc_workbook.views.parts import Column, Heading, Link, Paragraph, Part, Sheet, Style, Table
from pc_workbook.wording import headings
from pc_workbook.wording import pack_sheets as texts

COLUMNS = (
    Column(headings.NUMBER, Style.WHOLE),
    Column(headings.SECTION, Style.LINK, 24),
    Column(headings.WHAT_IT_IS_FOR, Style.LONG_TEXT, 90),
)


def contents_sheet(sections: Sequence[Sheet], document: str, status: str, left_out: Sequence[str]) -> Sheet:
    """Return the contents: every section in its order. `document` is the whole pack's title; `left_out` are sentences
    on what is not shown.
    """
    rows = tuple((n, Link(section.name, section.name), section.description) for n, section in enumerate(sections, 1))
    parts: tuple[Part, ...] = (
        Heading(texts.CONTENTS, level=1),
        Paragraph(document),
        Paragraph(texts.contents_overview(len(sections), status)),
        Table("pc_contents", COLUMNS, rows, filter_buttons=False),
        *((Paragraph(" ".join(left_out), quiet=True),) if left_out else ()),
    )
    return Sheet(texts.CONTENTS, parts, texts.CONTENTS_DESCRIPTION, merged=False)
