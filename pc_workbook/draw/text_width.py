"""Measure text in Arial: width in pixels and number of lines. XlsxWriter stores row heights but does not calculate them.

Widths are the advance widths of Arial in thousandths of an em, at the whole pixels of a size on screen. Printers and
LibreOffice need slightly less room, so text that fits here also fits there.
"""

import unicodedata
from functools import lru_cache

EM = 1000
LONGEST_WORD = 40  # characters; longer ones are broken anywhere
BOLD = 1.08  # width of Arial Bold relative to Arial, in running text

_ASCII = (
    (" !,./:;I[\\]ft", 278),
    ("'", 191),
    ("ijl", 222),
    ("|", 260),
    ("()-`r{}", 333),
    ('"', 355),
    ("*", 389),
    ("^", 469),
    ("Jcksvxyz", 500),
    ("#$0123456789?L_abdeghnopqu", 556),
    ("+<=>~", 584),
    ("FTZ", 611),
    ("&ABEKPSVXY", 667),
    ("CDHNRUw", 722),
    ("GOQ", 778),
    ("Mm", 833),
    ("%", 889),
    ("W", 944),
    ("@", 1015),
)
_BEYOND = {"–": 556, "—": 1000, "−": 584, "‘": 222, "’": 222, "“": 333, "”": 333, "…": 1000, "•": 350, "£": 556}
_UNKNOWN = 1000  # a full em: one line too many is better than cut text


class _Widths(dict[str, int]):
    """Character -> width; an accented letter has the width of its base letter."""

    def __missing__(self, char: str) -> int:
        width = self[char] = self.get(unicodedata.normalize("NFD", char)[0], _UNKNOWN)
        return width


WIDTHS = _Widths({char: width for chars, width in _ASCII for char in chars} | _BEYOND)
WIDEST = max(WIDTHS.values())


@lru_cache(maxsize=20_000)
def _ems(text: str) -> float:
    """Return the width of a text in ems; cached, since texts repeat the same words."""
    return sum(map(WIDTHS.__getitem__, text)) / EM


def pixels(points: float) -> int:
    """Return the pixels of an em at 96 dots per inch."""
    return round(points * 96 / 72)


def text_width(text: str, size: float = 10, bold: bool = False) -> float:
    """Return the width in pixels of one line of `text` at `size` points.

    >>> round(text_width("Patients per FTE GP"))
    120
    """
    return _ems(text) * pixels(size) * (BOLD if bold else 1)


def longest_word_width(text: str, size: float = 10, bold: bool = False) -> float:
    """Return the width in pixels of the widest word: in a narrower column, Excel breaks inside it."""
    return max((text_width(word, size, bold) for word in text.split()), default=0)


def line_count(text: str, room: float, size: float = 10, bold: bool = False) -> int:
    """Return the lines that `text` takes in `room` pixels; a newline always starts one.

    >>> line_count("Tilbury and Chadwell", room=80)
    2
    >>> line_count("one\\ntwo", room=500)
    2
    """
    if "\n" not in text:
        return _paragraph_lines(text, room, size, bold)
    return sum(_paragraph_lines(paragraph, room, size, bold) for paragraph in text.split("\n"))


def _paragraph_lines(paragraph: str, room: float, size: float, bold: bool) -> int:
    if len(paragraph) * WIDEST / EM * pixels(size) * BOLD <= room:
        return 1  # fits whatever its letters: true for most cells
    em, boldness = pixels(size), BOLD if bold else 1  # as in text_width, but once for all words
    space = _ems(" ") * em * boldness
    lines, used = 1, 0.0
    for ems in map(_ems, paragraph.split(" ")):
        width = ems * em * boldness
        if used and used + width > room:
            lines, used = lines + 1, 0.0
        if width < room:
            used = used + width + space
            continue
        extra_lines = int(width // room) if room > 0 else 0
        lines, used = lines + extra_lines, used + width - extra_lines * room + space
    return lines


def wrapped_lines(text: str, room: float, size: float = 10, bold: bool = False) -> list[str]:
    """Return `text` broken into lines of `room` pixels. A wider word gets a line of its own; one of more than 40
    characters is split.

    >>> wrapped_lines("Tilbury and Chadwell", room=80)
    ['Tilbury and', 'Chadwell']
    """
    return [line for paragraph in text.split("\n") for line in _wrapped_paragraph(paragraph, room, size, bold)]


def _wrapped_paragraph(paragraph: str, room: float, size: float, bold: bool) -> list[str]:
    lines = [""]
    for word in paragraph.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and text_width(longer, size, bold) > room:
            lines.append(word)
        else:
            lines[-1] = longer
        if len(word) > LONGEST_WORD and text_width(word, size, bold) > room:  # it is alone in the last line
            most = max(1, int(room / (WIDEST / EM * pixels(size) * BOLD)))
            lines[-1:] = [word[start : start + most] for start in range(0, len(word), most)]
    return lines
