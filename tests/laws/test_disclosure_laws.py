"""Nobody who reads a published table can work out a number that was kept back.

The reader here knows more than any real one: every number that is told, unrounded, every total, and the rule. What is
left to guess is tried out whole.
"""

from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from pc_workbook.disclosure.suppression import (
    COUNTS_RANGE,
    LARGEST,
    SMALLEST,
    Cell,
    Count,
    SuppressedParts,
    Table,
    is_small,
    protected,
    suppressed_parts,
    to_nearest_5,
)

PLACES = ("North", "South", "West")
MOST_TRIED = 90  # what is above that is as good as unknown


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A few practices in a few localities, with many small counts; totals are told or not."""
    count = st.one_of(st.integers(0, 9), st.integers(0, 14))
    codes = [f"V{n:05d}" for n in range(draw(st.integers(1, 6)))]
    counts = {code: draw(count) for code in codes}
    locality_of = {code: place for code in codes if (place := draw(st.sampled_from((*PLACES, None))))}
    told = draw(st.sets(st.sampled_from(PLACES)))
    sums = {place: sum(n for code, n in counts.items() if locality_of.get(code) == place) for place in PLACES}
    localities = {p: Count(n, 1000 + n) for p, n in sums.items() if p in told and p in locality_of.values()}
    area = Count(sum(counts.values()), 9000)
    return Table(area, localities, {code: Count(n, 100 + n) for code, n in counts.items()}, locality_of)


def could_be(table: Table, found: SuppressedParts, guesses: Mapping[str, int]) -> bool:
    """Whether some world in which the guesses hold agrees with all that is told; tried out number by number."""
    numbers = {code: int(count.numerator or 0) for code, count in table.practices.items()}
    secret = sorted(found.practices, key=lambda code: (code not in guesses, code))
    told = [secret] if not found.area else []
    told += [
        [c for c in secret if table.locality_of.get(c) == p] for p in sorted(table.localities.keys() - found.localities)
    ]
    sums = [(parts, sum(numbers[code] for code in parts)) for parts in told]

    def fits(world: Mapping[str, int]) -> bool:
        for parts, total in sums:
            known = [world[part] for part in parts if part in world]
            open_parts = len(parts) - len(known)
            if sum(known) + open_parts > total or (not open_parts and sum(known) != total):
                return False
        return True

    def fill(at: int, world: dict[str, int]) -> bool:
        if not fits(world):
            return False
        if at == len(secret):
            return True
        tried = [guesses[secret[at]]] if secret[at] in guesses else range(1, MOST_TRIED)
        return any(fill(at + 1, {**world, secret[at]: guess}) for guess in tried)

    return fill(0, {})


@settings(max_examples=200, deadline=None)
@given(tables())
def test_each_small_count_could_be_any_of_one_to_seven_by_all_that_is_told(table: Table) -> None:
    found = suppressed_parts(table)
    small = {code for code, count in table.practices.items() if is_small(count.numerator)}
    assert small <= found.practices
    for code in small:
        assert all(could_be(table, found, {code: guess}) for guess in range(SMALLEST, LARGEST + 1)), (code, found)


@settings(max_examples=150, deadline=None)
@given(tables())
def test_a_locality_that_is_kept_back_is_not_the_sum_of_what_is_told(table: Table) -> None:
    found = suppressed_parts(table)
    for place in found.localities:
        inside = [
            code for code, where in table.locality_of.items() if where == place and table.practices[code].numerator
        ]
        assert not inside or found.practices & set(inside)


@given(st.lists(st.floats(0.1, 5000), min_size=2, max_size=8), st.data())
def test_a_hidden_quantity_always_has_another_beside_it_in_every_total_that_is_told(
    amounts: Sequence[float], data: st.DataObject
) -> None:
    cells = [
        Cell(n, (amount,), frozenset({"area", data.draw(st.sampled_from(PLACES))})) for n, amount in enumerate(amounts)
    ]
    back = data.draw(st.sets(st.sampled_from(range(len(amounts))), min_size=1))
    found = protected(cells, back, COUNTS_RANGE)
    for cell in cells:
        if cell.key in found.cells and (totals := cell.totals - found.totals):
            beside = [one for one in cells if one.key in found.cells and one.totals - found.totals == totals]
            assert len(beside) >= 2


@given(st.integers(0, 100_000))
def test_a_rounded_count_is_a_multiple_of_five_at_most_two_away(count: int) -> None:
    told = to_nearest_5(count)
    assert told % 5 == 0
    assert abs(told - count) <= 2
