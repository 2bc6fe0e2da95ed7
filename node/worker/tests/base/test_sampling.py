"""Counter-based noise: keyed, step-wise, and drawn from the softmax it claims."""

from __future__ import annotations

import numpy as np
from scipy.stats import chisquare

from assay_worker.base.sampling import NoiseKey, choose, gumbel


def test_noise_is_a_function_of_key_and_step_only() -> None:
    key = NoiseKey.of("sampling", "ab", 1, 2, "repeat", 0)
    assert np.array_equal(gumbel(key, 3, 500), gumbel(key, 3, 500))
    assert not np.array_equal(gumbel(key, 3, 500), gumbel(key, 4, 500))
    assert not np.array_equal(gumbel(key, 3, 500), gumbel(NoiseKey.of("sampling", "ab", 1, 2, "repeat", 1), 3, 500))
    assert np.array_equal(gumbel(key, 3, 500)[:100], gumbel(key, 3, 100))


def test_key_parts_do_not_run_together() -> None:
    assert NoiseKey.of("a", "bc") != NoiseKey.of("ab", "c")
    assert NoiseKey.of(1, 23) != NoiseKey.of(12, 3)


def test_known_value() -> None:
    """Pins the stream: another implementation must give the same ids."""
    noise = gumbel(NoiseKey.of("sampling", "ab", 1, 2, "repeat", 0), 0, 3)
    assert np.allclose(noise, [0.7546085516685901, 0.12405024159085741, 1.3723574009707682], rtol=0, atol=1e-12)


def test_draws_follow_the_softmax() -> None:
    logits = np.array([1.0, 0.0, 2.0, -1.0], dtype=np.float32)
    temperature, draws = 0.7, 8000
    counts = np.bincount(
        [choose(logits, temperature=temperature, key=NoiseKey.of("t", at), step=0) for at in range(draws)], minlength=4
    )
    expected = np.exp(logits.astype(np.float64) / temperature)
    assert chisquare(counts, draws * expected / expected.sum()).pvalue > 1e-3


def test_greedy_without_temperature_or_key() -> None:
    logits = np.array([0.0, 3.0, 1.0], dtype=np.float32)
    assert choose(logits, temperature=0.0, key=NoiseKey.of("x"), step=0) == 1
    assert choose(logits, temperature=1.0, key=None, step=0) == 1
