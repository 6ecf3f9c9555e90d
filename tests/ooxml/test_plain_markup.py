"""The shared strings of plain markup: the fast ways find what the expressions that define them find."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from pc_workbook.ooxml.package.xml import MAIN_NAMESPACE, is_plain_markup
from pc_workbook.ooxml.read.shared_strings import _ITEM, _plain_items

PIECES = st.sampled_from(
    ["<si>", "</si>", "<si/>", "<si >", "<sie>", "<t>", "</t>", '<t xml:space="preserve">', '<t a="x>y">', '<t a=">',
     "<x:si>", "<:a", "<a\n", "<a:b\t", "word", "\n", ">", '"', "="]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map(lambda pieces: "".join(pieces).encode())
UNUSUAL = re.compile(rb'="[^"<>]*>|<[\w:]+[\n\r\t]|<\w+:')


@settings(max_examples=2_000, deadline=None, derandomize=True)
@given(TEXTS)
def test_items_are_those_of_the_expression(text: bytes) -> None:
    text = text.replace(b"x:si", b"si")  # plain markup has no prefixes
    assert _plain_items(text) == _ITEM.findall(text)


@settings(max_examples=2_000, deadline=None, derandomize=True)
@given(TEXTS)
def test_markup_is_plain_where_no_tag_is_unusual(text: bytes) -> None:
    assert is_plain_markup(b"<sst" + MAIN_NAMESPACE + b">" + text, b"sst") == (UNUSUAL.search(b">" + text) is None)
