"""Who is ranked first, and how sure that is when pairs share a sound model."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from .bench import Outcome

RESAMPLES = 10_000


@dataclass(frozen=True)
class Pair:
    """One comparison; `cluster` is the sound model's number. A tie is not correct."""

    cluster: int
    damage: str
    report_correct: bool
    first_pass_correct: bool


def compare(cluster: int, damage: str, sound: Outcome, damaged: Outcome) -> Pair:
    """The sound model against one damaged from it, by the ranking scalar and by first-pass accuracy."""
    return Pair(cluster, damage, sound.scalar > damaged.scalar, sound.first > damaged.first)


def clustered_bound(correct: Sequence[bool], clusters: Sequence[int], *, level: float = 0.05, seed: int = 1) -> float:
    """One-sided lower bound of the share of correct pairs, by the bootstrap over clusters (A. C. Davison and D. V.
    Hinkley 1997, section 3.8). 1.0 where every pair is correct: `all_correct_bound` then says what is known.
    """
    groups: dict[int, list[bool]] = {}
    for one, cluster in zip(correct, clusters, strict=True):
        groups.setdefault(cluster, []).append(one)
    members = [(sum(group), len(group)) for _, group in sorted(groups.items())]
    rng = random.Random(seed)
    shares: list[float] = []
    for _ in range(RESAMPLES):
        drawn = rng.choices(members, k=len(members))
        shares.append(sum(right for right, _ in drawn) / sum(size for _, size in drawn))
    return sorted(shares)[int(level * RESAMPLES)]


def all_correct_bound(clusters: int, *, level: float = 0.05) -> float:
    """Lower bound of the chance that a sound model wins all its pairs when `clusters` of as many did (exact)."""
    return level ** (1 / clusters)
