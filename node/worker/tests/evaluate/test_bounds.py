"""Bounds against SciPy's own tests and exact sums, and the gate table of the chain against beta.ppf."""

from __future__ import annotations

import re
from fractions import Fraction
from math import comb
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, binomtest

from assay_worker.base.sampling import NoiseKey
from assay_worker.evaluate.bounds import (
    bootstrap,
    clopper_pearson_lower,
    clopper_pearson_upper,
    mcnemar,
    resample_places,
)

GATES = Path(__file__).parents[4] / "ignition" / "parameters" / "gates.ts"


def gate_table() -> list[tuple[int, int, int]]:
    """(items, attempt, minPasses) of ignition/parameters/gates.ts, read as text; 0 where there is no gate."""
    source = GATES.read_text("utf8")
    sizes = re.search(r"GATE_ITEMS = \[([\d, ]+)\]", source)
    assert sizes is not None
    items = [int(one) for one in sizes.group(1).split(",")]
    rows = [[int(one) for one in row.split(",")] for row in re.findall(r"^  \[([\d, ]+)\],$", source, re.MULTILINE)]
    return [(n, at + 1, k) for at, row in enumerate(rows) for n, k in zip(items, row, strict=True)]


def test_the_gate_table_is_scipys() -> None:
    table = gate_table()
    assert len(table) == 48
    for items, attempt, passes in table:
        alpha = 0.05 / 2 ** (attempt - 1)
        enough = [k for k in range(1, items + 1) if beta.ppf(alpha, k, items - k + 1) >= 0.8]
        assert (enough[0] if enough else 0) == passes, (items, attempt)


@given(st.integers(1, 128).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_clopper_pearson_is_scipys_exact_interval(pair: tuple[int, int]) -> None:
    passes, total = pair
    interval = binomtest(passes, total).proportion_ci(0.90, method="exact")  # two-sided 90% is one-sided 95% twice
    assert clopper_pearson_lower(passes, total) == pytest.approx(interval.low, abs=1e-6)
    assert clopper_pearson_upper(passes, total) == pytest.approx(interval.high, abs=1e-6)


def test_the_lower_bound_is_where_the_tail_is_five_per_cent() -> None:
    p = Fraction(clopper_pearson_lower(57, 64)).limit_denominator(10**6)
    tail = sum(comb(64, i) * p**i * (1 - p) ** (64 - i) for i in range(57, 65))
    assert float(tail) == pytest.approx(0.05, abs=1e-4)


def test_nothing_asked_says_nothing() -> None:
    assert (clopper_pearson_lower(0, 0), clopper_pearson_upper(0, 0)) == (0.0, 1.0)


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_is_the_binomial_test(losses: int, wins: int) -> None:
    worse, two_sided = mcnemar(losses, wins)
    if losses + wins == 0:
        assert (worse, two_sided) == (1.0, 1.0)
        return
    assert worse == pytest.approx(binomtest(losses, losses + wins, alternative="greater").pvalue, abs=1e-6)
    assert two_sided == pytest.approx(binomtest(losses, losses + wins).pvalue, abs=1e-6)


def test_resamples_are_the_same_everywhere() -> None:
    places = resample_places(7, NoiseKey.of("bootstrap", "ab", 1))
    assert places.shape == (2000, 7)
    assert places[0].tolist() == [1, 6, 2, 4, 3, 6, 1]
    assert abs(np.bincount(places.ravel(), minlength=7) / places.size - 1 / 7).max() < 0.01
    assert (places != resample_places(7, NoiseKey.of("bootstrap", "ab", 2))).any()


def test_bootstrap_covers_a_mean() -> None:
    """Over 200 drawn samples the lower bound lies below the true mean in about 95%."""
    rng, covered = np.random.default_rng(3), 0
    for turn in range(200):
        sample = rng.random(64)
        places = resample_places(64, NoiseKey.of("cover", turn))
        lower, upper = bootstrap(lambda at, sample=sample: sample[at].mean(axis=-1), places)
        assert lower < sample.mean() < upper
        covered += lower <= 0.5
    assert 180 <= covered <= 200


def test_bootstrap_without_values_says_nothing() -> None:
    places = resample_places(4, NoiseKey.of("none"))
    assert bootstrap(lambda at: np.full(at.shape[0], np.nan), places) == (0.0, 1.0)
