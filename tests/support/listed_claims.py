"""Claims of the Board paper, section 1.2, as a tracker lists them."""

from typing import Final

from pc_workbook.model.claim import ClaimTest, ListedClaim

PATIENTS_PER_GP: Final = "patients_per_gp_fte"
THREE_CLAIMS: Final = (
    ListedClaim(
        number=1, claim="All but four are worse.", test=ClaimTest.BEYOND, measure=PATIENTS_PER_GP, value="all but 4",
        comparator="England",
    ),
    ListedClaim(
        number=2, claim="The worst has over five times as many", test=ClaimTest.TIMES, measure=PATIENTS_PER_GP,
        value="over 5", comparator="England",
    ),
    ListedClaim(
        number=3, claim="They are correlated", test=ClaimTest.CORRELATION, measure=PATIENTS_PER_GP,
        second_measure="deprivation_score",
    ),
)  # fmt: skip
