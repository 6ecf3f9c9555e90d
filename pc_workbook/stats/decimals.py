"""Decimal numbers as people type them, and rounding half away from zero."""

from decimal import ROUND_HALF_UP, Decimal


def as_typed(value: float) -> Decimal:
    """Return the decimal number a person typed, not the binary fraction nearest to it.

    >>> as_typed(91.11) - as_typed(95), 91.11 - 95
    (Decimal('-3.89'), -3.8900000000000006)
    """
    return Decimal(repr(float(value)))


def decimals_typed(value: float) -> int:
    """Return the number of decimal places of a number as typed.

    >>> decimals_typed(91.88), decimals_typed(95)
    (2, 0)
    """
    text = repr(float(value))
    if "e" not in text:  # nearly every number: making a Decimal takes ten times as long
        part = text.partition(".")[2]
        return len(part) if part != "0" else 0
    return decimals_of(as_typed(value))


def decimals_of(value: Decimal) -> int:
    """Return the number of decimal places of a decimal number, without trailing zeros.

    >>> decimals_of(Decimal("0.50")), decimals_of(Decimal("300"))
    (1, 0)
    """
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def rounded(value: float | Decimal, decimals: int) -> Decimal:
    """Return a number rounded half away from zero. Only displayed numbers are rounded, never stored ones.

    >>> rounded(0.285, 2), rounded(-2.5, 0), round(0.285, 2), round(-2.5)
    (Decimal('0.29'), Decimal('-3'), 0.28, -2)
    """
    exact = value if isinstance(value, Decimal) else as_typed(value)
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def exact_decimal(value: float) -> Decimal:
    """Return the decimal number a person typed; one with more than six decimals is rounded to four.

    >>> exact_decimal(91.888), exact_decimal(100 * 20 / 33)
    (Decimal('91.888'), Decimal('60.6061'))
    """
    return (as_typed(value) if decimals_typed(value) <= 6 else rounded(value, 4)).normalize()
