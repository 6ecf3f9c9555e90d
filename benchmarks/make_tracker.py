"""Makes trackers of four sizes to measure with: practices and observations that can't exist, some cells spoilt.

    python benchmarks/make_tracker.py FOLDER [S M L N]

S is Thurrock-sized (33 practices, 10,000 observations), N is national (7,000 and 670,000).
"""

import sys
from datetime import date
from pathlib import Path
from random import Random

from pc_workbook.app import draw_tracker
from pc_workbook.views.parts import Value

Row = dict[str, Value]
SIZES = {"S": (33, 10_000), "M": (330, 67_000), "L": (1_800, 200_000), "N": (7_000, 670_000)}
SPOILT_EVERY = 997  # one observation in so many can't be read
RATINGS = ("Good", "Requires improvement", "Inadequate", "Outstanding", None)
LOCALITIES = 4


def rows_of(practices: int, observations: int) -> dict[str, list[Row]]:
    """The rows of one tracker. The same size gives the same rows."""
    random = Random(practices)
    codes = [f"V{n:05d}" for n in range(1, practices + 1)]
    localities = max(LOCALITIES, practices // 60)
    lists = [random.randint(1500, 15000) for _ in codes]
    return {
        "tblLocalities": [
            {"name": f"Locality {n}", "manager": f"Locality manager {n}"} for n in range(1, localities + 1)
        ],
        "tblRoles": [{"role": f"Locality manager {n}"} for n in range(1, localities + 1)],
        "tblPractices": [
            _practice(code, n, size, localities, random)
            for n, (code, size) in enumerate(zip(codes, lists, strict=True))
        ],
        "tblWorkforce": [
            row for code, size in zip(codes, lists, strict=True) for row in _workforce(code, size, random)
        ],
        "tblCqcRatings": [row for code in codes if (row := _inspection(code, random))],
        "tblIndicators": [_indicator(n) for n in range(1, 11)],
        "tblTrajectory": [
            {"indicator": n, "year": year, "value": 60 + 5 * (year - 2016), "status": "Agreed"}
            for n in range(1, 11)
            for year in range(2017, 2022)
        ],
        "tblObservations": [_observation(n, codes, random) for n in range(observations)],
        "tblActions": [
            {"letter": letter, "text": f"Action {letter} in words", "links": "1, 2", "delivery": "By 2020"}
            for letter in "ABCDEF"
        ],
    }


def _practice(code: str, n: int, size: int, localities: int, random: Random) -> Row:
    return {
        "code": code, "name": f"Fictional practice {n + 1}", "locality": f"Locality {n % localities + 1}",
        "registered_patients": size, "weighted_patients": round(size * random.uniform(0.9, 1.1)), "list_as_at": "2015",
        "deprivation_score": round(random.uniform(5, 45), 1),
    }  # fmt: skip


def _workforce(code: str, size: int, random: Random) -> list[Row]:
    shared: Row = {"practice": code, "period": "2015", "registered_patients": size, "source": "Made to measure with"}
    gps = round(size / random.uniform(1000, 4000), 2)
    return [
        {**shared, "staff_group": "All GPs", "fte": gps},
        {**shared, "staff_group": "All nurses", "fte": round(gps / 2, 2)},
    ]


def _inspection(code: str, random: Random) -> Row | None:
    rating = random.choice(RATINGS)
    return (
        {"organisation": code, "published_on": date(2016, random.randint(1, 12), 1), "overall": rating}
        if rating
        else None
    )


def _indicator(number: int) -> Row:
    return {
        "number": number, "title": f"Indicator {number}", "kind": "Percentage", "decimals": 1, "direction": "Higher is better",
        "organisation": "Thurrock", "measure": f"measure_{number}", "baseline": "60% (2016)", "target": "85%",
        "target_year": 2021, "target_kind": "Level",
    }  # fmt: skip


def _observation(n: int, codes: list[str], random: Random) -> Row:
    """Each practice and the area, indicator by indicator, month by month backwards from March 2017."""
    who = [*codes, "Thurrock"]
    place, rest = n % len(who), n // len(who)
    months = rest // 10
    year, month = divmod(2017 * 12 + 2 - months, 12)
    denominator = random.randint(200, 3000)
    numerator = random.randint(100, denominator)
    spoilt = n % SPOILT_EVERY == SPOILT_EVERY - 1
    return {
        "indicator": rest % 10 + 1, "organisation": who[place], "period": f"{date(year, month + 1, 1):%b %Y}",
        "value": "not kown" if spoilt else round(100 * numerator / denominator, 1), "numerator": numerator,
        "denominator": denominator, "source": "Made to measure with", "extracted_on": date(2017, 3, 1),
    }  # fmt: skip


def main(folder: Path, wanted: list[str]) -> None:
    for size in wanted or list(SIZES):
        path = folder / f"{size}.xlsx"
        draw_tracker(
            path,
            rows_of(*SIZES[size]),
            {
                "as_at": date(2017, 3, 15),
                "cqc_denominator": "All practices",
                "area_name": "Thurrock",
                "area_code": "07G",
                "baseline_year": 2016,
                "england_patients_per_gp_fte": 1321,
            },
        )
        print(
            f"{size}: {SIZES[size][0]:,} practices, {SIZES[size][1]:,} observations, {path.stat().st_size / 1e6:.1f} MB"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
