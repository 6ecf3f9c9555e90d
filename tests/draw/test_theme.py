"""The theme is complete and readable, and its meanings differ without colour."""

from itertools import pairwise

import pytest

from pc_workbook.draw import theme
from pc_workbook.views.parts import Kind, Label, SeriesRole, Style

RATINGS_IN_ORDER = (
    SeriesRole.RATING_OUTSTANDING,
    SeriesRole.RATING_GOOD,
    SeriesRole.RATING_REQUIRES_IMPROVEMENT,
    SeriesRole.RATING_INADEQUATE,
)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_formula_gives_the_published_extremes() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


def test_every_mark_can_be_read() -> None:
    marks = [mark for group in theme.LABEL_COLOURS.values() for mark in group] + [*theme.WRITERS, *theme.OTHER_WRITERS]
    for mark in marks:
        assert contrast(mark.background, mark.text_colour) >= 4.5, mark


def test_all_other_text_can_be_read() -> None:
    for name, look in vars(theme).items():
        if isinstance(look, dict) and "font_color" in look:
            background = look.get("bg_color", theme.WHITE)
            assert contrast(str(look["font_color"]), str(background)) >= 4.5, name
    for text_colour in theme.TEXT_COLOURS:
        assert contrast(text_colour, theme.WHITE) >= 4.5


def test_writers_are_read_above_their_columns_too() -> None:
    for mark in (*theme.WRITERS, *theme.OTHER_WRITERS):
        assert contrast(mark.background, theme.WHITE) >= 4.5


def test_every_style_role_and_kind_has_a_format() -> None:
    assert set(theme.STYLES) == set(Style)
    assert set(theme.SERIES) == set(SeriesRole)
    assert set(theme.ENTRY_NUMBERS) == set(Kind)


def test_lines_differ_in_grey_print() -> None:
    roles = [role for role in SeriesRole if not role.name.startswith("RATING") and role is not SeriesRole.PLAIN]
    drawn = [
        (theme.SERIES[r].dash, theme.SERIES[r].marker, theme.SERIES[r].hollow, theme.SERIES[r].line) for r in roles
    ]
    assert len(set(drawn)) == len(drawn)
    for role in roles:
        assert contrast(theme.SERIES[role].colour, theme.WHITE) >= 3, role


def test_neighbours_in_a_stack_of_ratings_differ_in_grey_print() -> None:
    for one, other in pairwise(RATINGS_IN_ORDER):
        assert contrast(theme.SERIES[one].colour, theme.SERIES[other].colour) >= 2.4, (one, other)
    assert theme.SERIES[SeriesRole.RATING_NONE].pattern


@pytest.mark.parametrize(
    ("style", "words", "starts_with"),
    [
        (Style.RAG, "Red – 1.8 points below trajectory", "Red"),
        (Style.RAG, "Not rated – blocked", "Not rated"),
        (Style.RATING, "Requires Improvement", "Requires improvement"),
        (Style.STATE, "Ongoing, no review date", "Ongoing, no review"),
        (Style.STATE, "Ongoing, review date set", "Ongoing"),
        (Style.SEVERITY, "Error", "Error"),
    ],
)
def test_a_cell_is_marked_by_its_leading_words(style: Style, words: str, starts_with: str) -> None:
    mark = theme.label_colours(style, words)
    assert mark is not None
    assert mark.starts_with == starts_with


@pytest.mark.parametrize("words", ["", "Redacted?" * 0, "see note", None, 3])
def test_other_words_have_no_mark(words: object) -> None:
    assert theme.label_colours(Style.RAG, words) is None


def test_no_two_ratings_print_as_the_same_grey() -> None:
    greys = [theme.SERIES[role] for role in SeriesRole if role.name.startswith("RATING")]
    for place, one in enumerate(greys):
        for other in greys[place + 1 :]:
            assert one.pattern != other.pattern or contrast(one.colour, other.colour) >= 1.9


def test_a_number_on_a_solid_bar_can_be_read() -> None:
    for look in (*theme.SERIES.values(), *theme.PLAIN_IN_TURN):
        if not look.pattern:
            assert contrast(look.colour, look.text_colour) >= 4.5, look


@pytest.mark.parametrize("colour", [f"#{n % 256:02X}{n * 7 % 256:02X}{n * 31 % 256:02X}" for n in range(0, 256, 3)])
def test_words_on_any_colour_of_a_scheme_can_be_read(colour: str) -> None:
    mark = theme.label_colours(Style.RAG, Label("Nearly there – 3 short", "Amber", colour))
    assert mark is not None
    assert mark.background == colour
    assert contrast(mark.background, mark.text_colour) >= 4.5


def test_a_word_of_a_scheme_without_a_colour_has_that_of_what_it_counts_as() -> None:
    mark = theme.label_colours(Style.RAG, Label("Green shoots – 3 short", "Red"))
    assert mark == theme.label_colours(Style.RAG, "Red")
