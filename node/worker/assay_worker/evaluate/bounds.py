"""One-sided 95% bounds: Clopper-Pearson for counts, a seeded percentile bootstrap for everything else.

The items are the sample. Trials of one item share its text, so a resample draws whole items: independent trials would
make every bound too narrow.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.stats import beta, binom

from ..base.sampling import NoiseKey

ALPHA = 0.05
RESAMPLES = 2000
DIGITS = 6
Floats = npt.NDArray[np.float64]


def clopper_pearson_lower(passes: int, total: int, alpha: float = ALPHA) -> float:
    """The p with P(X >= passes | p) = alpha: Clopper and Pearson 1934; 0 for no passes, also for 0 of 0."""
    return 0.0 if passes == 0 else round(float(beta.ppf(alpha, passes, total - passes + 1)), DIGITS)


def clopper_pearson_upper(passes: int, total: int, alpha: float = ALPHA) -> float:
    """The p with P(X <= passes | p) = alpha; 1 where all passed."""
    return 1.0 if passes == total else round(float(beta.ppf(1 - alpha, passes + 1, total - passes)), DIGITS)


def mcnemar(losses: int, wins: int) -> tuple[float, float]:
    """Exact McNemar (McNemar 1947, in its binomial form): p that the model is worse, and two-sided p.

    `losses` and `wins` are the items that only the reference model, or only this one, got right.
    """
    changed = losses + wins
    worse = float(binom.sf(losses - 1, changed, 0.5)) if changed else 1.0
    two_sided = min(1.0, 2 * float(binom.cdf(min(losses, wins), changed, 0.5))) if changed else 1.0
    return round(worse, DIGITS), round(two_sided, DIGITS)


def resample_places(items: int, key: NoiseKey) -> npt.NDArray[np.int64]:
    """Places (RESAMPLES, items) of resampled items, the same for the same key on every machine.

    Words of Philox modulo the count: the bias is below 1e-15.
    """
    words = np.random.Philox(key=np.array([key.low, key.high], dtype=np.uint64)).random_raw(RESAMPLES * items)
    return (words % np.uint64(items)).astype(np.int64).reshape(RESAMPLES, items)


def bootstrap(
    statistic: Callable[[npt.NDArray[np.int64]], Floats], places: npt.NDArray[np.int64]
) -> tuple[float, float]:
    """Lower and upper one-sided percentile bounds (Efron 1979) of a statistic over resampled items.

    `statistic` takes places (rows, items) and returns (rows,); rows where it has no value (nan) are left out.
    """
    values = statistic(places)
    values = values[~np.isnan(values)]
    if values.size == 0:
        return 0.0, 1.0
    low, high = np.quantile(values, [ALPHA, 1 - ALPHA])
    return round(float(low), DIGITS), round(float(high), DIGITS)
