"""Rules for list sizes (P42, P43): off by a factor, beyond any practice in England, or unlike another list of that time.

Each list size gives one finding, however many rows repeat it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import log
from typing import Any, NamedTuple

from pc_workbook.model.period import Period, months_between
from pc_workbook.model.row import column
from pc_workbook.stats.robust import median
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import BY_TABLE, CONDITIONS, PRACTICES, WORKFORCE
from pc_workbook.tracker.rules import plausible_limits as limits
from pc_workbook.tracker.rules.rule import row_finding

REGISTERED, WEIGHTED = "registered_patients", "weighted_patients"
NEARLY_ALIKE = limits.LIST_SIZES_APART**-0.5  # each so near to the first: no two are further apart than lists may be
WHOLE_LIST = frozenset({"all ages", "total", "all"})  # list types of the conditions that are the whole list
SIZE_FIELD = {PRACTICES.table: REGISTERED, WORKFORCE.table: REGISTERED, CONDITIONS.table: "list_size"}
Return = tuple[str, Any]  # a practice, and the day that its workforce return is of


class ListSize(NamedTuple):
    """A practice's list as one cell gives it, with its weighted list. Without a period its time is not known."""

    practice: str
    size: float | None
    weighted: float | None
    period: Period | None
    table: str
    n: int


class Lists(NamedTuple):
    """Findings about list sizes, and the sizes that can be relied on."""

    findings: list[Finding]
    own: Mapping[str, float]  # practice -> registered patients on the sheet Practices, where they are not in question
    questioned: frozenset[Return]  # workforce returns whose patients are in question


def list_sizes(intake: Intake) -> Lists:
    """Compare every list size with what is found in England, and with the others of its practice."""
    practices = read_list(intake, PRACTICES).valid_rows
    own = {
        code: size for code, size in zip(column(practices, "code"), column(practices, REGISTERED), strict=True) if size
    }
    asked = _practices_to_check(intake)
    if not asked:
        return Lists([], own, frozenset())
    findings: list[Finding] = []
    usable: dict[str, list[ListSize]] = defaultdict(list)
    questioned: set[Return] = set()
    for list_size in (*_on_practices(intake), *_on_returns(intake, findings, questioned), *_on_conditions(intake)):
        if list_size.practice not in asked:
            continue
        findings += _alone(intake, list_size)
        if list_size.size is not None and limits.LIST_SIZE.contains(list_size.size):
            usable[list_size.practice].append(list_size)
        else:
            questioned |= _return_of(list_size)
            own.pop(list_size.practice if list_size.table == PRACTICES.table else "", None)
    for sizes in usable.values():
        for list_size, needs in _apart(sizes):
            findings.append(_list_finding(intake, list_size, "P43", needs))
            questioned |= _return_of(list_size)
            own.pop(list_size.practice if list_size.table == PRACTICES.table else "", None)
    return Lists(findings, own, frozenset(questioned))


def _practices_to_check(intake: Intake) -> set[str]:
    """Return the practices whose lists need a closer look: in a national tracker hardly any."""
    lists = (intake.lists[table].valid_rows for table in (PRACTICES.table, WORKFORCE.table))
    codes = [column(rows, name) for rows, name in zip(lists, ("code", "practice"), strict=True)]
    returns = read_list(intake, WORKFORCE).valid_rows
    ends = [period.end for period in column(returns, "period")]
    of_returns = set(zip(codes[1], ends, column(returns, REGISTERED), strict=True))
    sizes = {(code, size) for code, _, size in of_returns}
    sizes.update(zip(codes[0], column(read_list(intake, PRACTICES).valid_rows, REGISTERED), strict=True))
    sizes.update((list_size.practice, list_size.size) for list_size in _on_conditions(intake))
    return _odd_sizes(sizes) | _odd_weights(intake, codes) | _two_sizes(of_returns)


def _odd_sizes(sizes: Iterable[tuple[str, float | None]]) -> set[str]:
    """Return practices with a size beyond England's, or with two that are not about the same."""
    low, high = limits.LIST_SIZE
    found: set[str] = set()
    first: dict[str, float] = {}
    for code, size in sizes:
        if size is None:
            continue
        other = first.setdefault(code, size)
        if not low <= size <= high or not NEARLY_ALIKE <= size / other <= 1 / NEARLY_ALIKE:
            found.add(code)
    return found


def _odd_weights(intake: Intake, codes: Sequence[Sequence[str]]) -> set[str]:
    low, high = limits.WEIGHTED_TO_REGISTERED
    found: set[str] = set()
    for table, of_list in zip((PRACTICES.table, WORKFORCE.table), codes, strict=True):
        rows = intake.lists[table].valid_rows
        for code, size, weighted in set(zip(of_list, column(rows, REGISTERED), column(rows, WEIGHTED), strict=True)):
            if weighted is not None and not (
                low <= weighted / size <= high if size else limits.LIST_SIZE.contains(weighted)
            ):
                found.add(code)
    return found


def _two_sizes(of_returns: Iterable[tuple[str, Any, float | None]]) -> set[str]:
    """Practices that give two numbers of patients in one return."""
    seen: set[Return] = set()
    found: set[str] = set()
    for code, end, size in of_returns:
        if size is not None:
            if (code, end) in seen:
                found.add(code)
            seen.add((code, end))
    return found


def _return_of(list_size: ListSize) -> set[Return]:
    return (
        {(list_size.practice, list_size.period.end)}
        if list_size.table == WORKFORCE.table and list_size.size and list_size.period
        else set()
    )


# ---------------------------------------------------------------------------- list sizes of each sheet


def _on_practices(intake: Intake) -> Iterator[ListSize]:
    rows = read_list(intake, PRACTICES).valid_rows
    named = (column(rows, name) for name in ("code", REGISTERED, WEIGHTED, "list_as_at"))
    for n, (code, registered, weighted, when) in enumerate(zip(*named, strict=True)):
        if registered is not None or weighted is not None:
            yield ListSize(code, registered, weighted, when, PRACTICES.table, n)


def _on_returns(intake: Intake, findings: list[Finding], questioned: set[Return]) -> Iterator[ListSize]:
    """Yield the list of each return once; rows of one return that disagree become findings and are questioned."""
    rows = read_list(intake, WORKFORCE).valid_rows
    named = (column(rows, name) for name in ("practice", "period", REGISTERED, WEIGHTED))
    first: dict[Return, ListSize] = {}
    for n, (practice, period, registered, weighted) in enumerate(zip(*named, strict=True)):
        if registered is None and weighted is None:
            continue
        key = practice, period.end
        earlier = first.get(key)
        if earlier is None or earlier.size is None:
            first[key] = list_size = ListSize(practice, registered, weighted, period, WORKFORCE.table, n)
            yield list_size
        elif registered is not None and registered != earlier.size:
            times = max(registered, earlier.size) / min(registered, earlier.size)
            if times > limits.MOST_WITHIN_A_RETURN:
                row = read_list(intake, WORKFORCE).row_numbers[earlier.n]
                needs = detail(
                    "two_numbers_in_a_return", practice=practice, period=period.label, other=earlier.size, row=row
                )
                findings.append(_list_finding(intake, earlier._replace(size=registered, n=n), "P43", needs))
                questioned.add(key)


def _on_conditions(intake: Intake) -> Iterator[ListSize]:
    rows = read_list(intake, CONDITIONS).valid_rows
    named = (column(rows, name) for name in ("practice", "period", "list_size", "list_type"))
    seen = set()
    for n, (practice, period, size, kind) in enumerate(zip(*named, strict=True)):
        if size is None or kind is None or (practice, period.end, size) in seen or kind.casefold() not in WHOLE_LIST:
            continue
        seen.add((practice, period.end, size))
        yield ListSize(practice, size, None, period, CONDITIONS.table, n)


# ---------------------------------------------------------------------------- checks


def _alone(intake: Intake, list_size: ListSize) -> Iterator[Finding]:
    """Yield sizes beyond the lists of England (P42), and weighted lists that are unlike the registered one (P43)."""
    size, weighted = list_size.size, list_size.weighted
    if size is not None and not limits.LIST_SIZE.contains(size):
        yield _list_finding(intake, list_size, "P42", _beyond(size))
    elif size is None and weighted is not None and not limits.LIST_SIZE.contains(weighted):
        yield _list_finding(intake, list_size, "P42", _beyond(weighted), WEIGHTED, weighted)
    elif size is not None and weighted is not None and not limits.WEIGHTED_TO_REGISTERED.contains(weighted / size):
        low, high = limits.WEIGHTED_TO_REGISTERED
        needs = detail("weighted_and_registered", weighted=weighted, registered=size, low=low, high=high)
        yield _list_finding(intake, list_size, "P43", needs, WEIGHTED, weighted)


def _beyond(size: float) -> Detail:
    if size < limits.LIST_SIZE.low:
        return detail("list_too_small", size=size)
    return detail("list_too_large", size=size, largest=limits.LARGEST_LIST, largest_is_of=limits.LARGEST_IS_OF)


def _apart(lists: Sequence[ListSize]) -> Iterator[tuple[ListSize, Detail]]:
    """Yield, once each, the odd ones among lists of one practice that are further apart than lists of their times are."""
    sizes = [list_size.size for list_size in lists if list_size.size is not None]
    if len(sizes) < 2 or max(sizes) / min(sizes) < limits.LIST_SIZES_APART:
        return
    in_time = sorted(
        lists,
        key=lambda list_size: (list_size.period is None, list_size.period and list_size.period.end, list_size.table),
    )
    middle = median(list(map(log, sizes)))
    reported: set[ListSize] = set()
    for earlier, later in pairwise(in_time):
        if _are_apart(earlier, later):
            odd = _less_plausible(earlier, later, middle if len(sizes) > 2 else None)
            if odd not in reported:
                reported.add(odd)
                yield odd, _disagree(odd, later if odd is earlier else earlier)


def _are_apart(earlier: ListSize, later: ListSize) -> bool:
    one, other = earlier.size or 1, later.size or 1
    return max(one, other) / min(one, other) >= _most_apart(earlier.period, later.period)


def _most_apart(earlier: Period | None, later: Period | None) -> float:
    """Return how many times as large another list of one practice may be, by the months between them."""
    if earlier is None or later is None:
        return limits.LIST_SIZES_LATER_APART  # a list without a date is taken as of the return's time
    months = months_between(earlier.end, later.end)
    if months < limits.SAME_TIME:
        return limits.LIST_SIZES_APART
    return limits.LIST_SIZES_LATER_APART if months < limits.A_FEW_YEARS else limits.LIST_SIZES_ANY_TIME_APART


def _less_plausible(earlier: ListSize, later: ListSize, middle: float | None) -> ListSize:
    """Return the list further from the middle of all; of two the one of the sheet Practices, else the later."""
    if middle is not None:
        return max(earlier, later, key=lambda list_size: abs(log(list_size.size or 1) - middle))
    return earlier if earlier.table == PRACTICES.table else later


def _disagree(odd: ListSize, other: ListSize) -> Detail:
    return detail("lists_disagree", size=_facts(odd), other=_facts(other))


def _facts(list_size: ListSize) -> tuple[float, str, str]:
    return list_size.size or 0, list_size.period.label if list_size.period else "", BY_TABLE[list_size.table].sheet


def _list_finding(
    intake: Intake, list_size: ListSize, code: str, needs: Detail, field: str = "", value: float | None = None
) -> Finding:
    read = intake.lists[list_size.table]
    entry = list_size.size if value is None else value
    return row_finding(read, read.entry(list_size.n), field or SIZE_FIELD[list_size.table], code, entry, needs=needs)
