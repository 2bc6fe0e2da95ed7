"""Sampling that does not depend on batching: argmax(logits / T + Gumbel), the noise keyed and counted.

The noise of a token is a pure function of (round, seat, item, condition, trial) and the step, drawn from Philox4x64-10
(Salmon et al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3"), never from a generator that a batch shares. The
Gumbel-max rule draws exactly from softmax(logits / T).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

MIN_REPEAT_TEMPERATURE = 0.3


@dataclass(frozen=True)
class NoiseKey:
    """Names one trial's noise: 128 bits of Philox key."""

    high: int
    low: int

    @staticmethod
    def of(*parts: str | int) -> NoiseKey:
        """The key of a trial or a chat call; parts are joined with their lengths, so no two lists collide."""
        digest = hashlib.sha256()
        for part in parts:
            data = str(part).encode()
            digest.update(len(data).to_bytes(4, "big") + data)
        raw = digest.digest()
        return NoiseKey(int.from_bytes(raw[:8], "big"), int.from_bytes(raw[8:16], "big"))


def gumbel(key: NoiseKey, step: int, size: int) -> npt.NDArray[np.float64]:
    """Standard Gumbel noise (size,) of one step; the step is the counter's highest word, so steps never overlap."""
    bits = np.random.Philox(
        key=np.array([key.low, key.high], dtype=np.uint64), counter=np.array([0, 0, 0, step], dtype=np.uint64)
    )
    words = bits.random_raw(size)
    # 53 bits, shifted by half a unit: strictly inside (0, 1), so both logarithms are finite.
    uniform = ((words >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
    return -np.log(-np.log(uniform))


def choose(logits: npt.NDArray[np.float32], *, temperature: float, key: NoiseKey | None, step: int) -> int:
    """The token id drawn from `logits` (vocabulary,); greedy when `temperature` is 0 or there is no key."""
    if temperature <= 0 or key is None:
        return int(np.argmax(logits))
    scores = logits.astype(np.float64) / temperature + gumbel(key, step, logits.shape[0])
    return int(np.argmax(scores))
