"""The leak scan: no restricted text, no person's name and no suppressed number in any part of a finished file.

A pack is built of permitted cells alone, so the scan should never find anything; it is a second, independent
safeguard.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isclose
from pathlib import Path
from typing import NamedTuple

from pc_workbook.boardpack.leaks.figures_in_rows import FigureRow, figure_rows
from pc_workbook.boardpack.leaks.file_texts import FileText, Unreadable, file_texts
from pc_workbook.boardpack.leaks.restricted_text import RestrictedText, RestrictedTexts
from pc_workbook.boardpack.leaks.text_search import TextSearch
from pc_workbook.model.text import folded
from pc_workbook.wording import pack_messages as messages

#: Places of a leak that are a whole part: named where it has no more exact place there.
WHOLE_PARTS = (messages.ITS_TEXT, messages.ITS_BYTES)


class Leak(NamedTuple):
    """One hit: the part of the file, the place in it, and what leaked, described by its place in the tracker."""

    part: str
    where: str
    secret: str


def scan(path: str | Path, looked_for: RestrictedTexts) -> tuple[Leak, ...]:
    """Return every place of a finished workbook or PDF that contains something restricted, or that can't be searched."""
    path, found = Path(path), looked_for.secrets
    search = search_for(looked_for)
    leaks: dict[Leak, None] = {}
    for piece in file_texts(path):
        for leak in _leaks(piece, search, found):
            leaks.setdefault(leak)
    by_name = _by_organisation(found)
    for row in figure_rows(path) if by_name else ():
        for leak in _numbers_in(row, by_name):
            leaks.setdefault(leak)
    return tuple(_narrowed(leaks))


def search_for(looked_for: RestrictedTexts) -> TextSearch:
    """Return the search for restricted texts.

    Texts that may be shown anyway are left out; names and quotations are searched for wherever they occur.
    """
    search = TextSearch()
    for place, secret in enumerate(looked_for.secrets):
        if secret.text:
            search.add_text(secret.text, place)
        for words in secret.words:
            search.add_words(words, place)
    for text in looked_for.permitted:
        search.forget(text)
    for place, secret in enumerate(looked_for.secrets):
        for name in secret.names:
            search.add_words(name, place)
            search.add_name(name, place)
        for quote in secret.quotes:
            search.add_part(quote, place)
    for text in looked_for.own:
        search.forget(text)
    return search


def _leaks(piece: FileText | Unreadable, search: TextSearch, found: Sequence[RestrictedText]) -> Iterator[Leak]:
    if isinstance(piece, Unreadable):
        yield Leak(piece.part, messages.ALL_OF_IT, messages.unreadable_part(piece.why))
        return
    for number in sorted(search.among(piece.text, piece.shortest)):
        yield Leak(piece.part, piece.place, found[number].about)


def _by_organisation(found: Iterable[RestrictedText]) -> dict[str, list[RestrictedText]]:
    """Return the suppressed numbers by each name of their organisation."""
    by_name: dict[str, list[RestrictedText]] = defaultdict(list)
    for secret in found:
        if secret.number is not None:
            for name in {folded(name) for name in secret.owners}:
                by_name[name].append(secret)
    return by_name


def _numbers_in(row: FigureRow, by_name: Mapping[str, Sequence[RestrictedText]]) -> Iterator[Leak]:
    for name in {folded(text) for text in row.words} & by_name.keys():
        for secret in by_name[name]:
            for number in row.numbers:
                same = secret.number is not None and isclose(number.value, secret.number, rel_tol=1e-6)
                if same and (secret.is_telling or _is_labelled(secret, row, number.headings)):
                    yield Leak(row.part, number.where, secret.about)


def _is_labelled(secret: RestrictedText, row: FigureRow, headings: Iterable[str]) -> bool:
    folded_words = {folded(text) for text in (*row.words, *headings)}
    return any(folded(label) in folded_words for label in secret.labels)


def _narrowed(leaks: Iterable[Leak]) -> Iterator[Leak]:
    """Yield each leak once a part, at its most exact place; "its text" and "its bytes" only where there is no other."""
    close = {(leak.part, leak.secret) for leak in leaks if leak.where not in WHOLE_PARTS}
    for leak in leaks:
        if leak.where not in WHOLE_PARTS or (leak.part, leak.secret) not in close:
            yield leak
