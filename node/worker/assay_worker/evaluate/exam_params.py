"""What one seat's evaluation is given: model, items, the suite's mask and seed, and what follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..data.graders import Grader
from ..suite.trials import ExamItem, SuiteSeed
from ..suite.turns import SECOND_LOOK

MIN_NEW_TOKENS = 12
QUOTING = (SECOND_LOOK, *range(34, 38))
"""Positions whose prompt quotes an earlier answer."""
PLAIN = range(6)
"""Positions that ask the plain question."""
GATED_LANES = 0x161


@dataclass(frozen=True)
class ModelRef:
    """A model by its base and adapter folder."""

    base: str
    adapter_dir: str | None
    adapter_hash: str | None


@dataclass(frozen=True)
class EvaluateParams:
    """One seat's evaluation; `history` holds (text, label) rows for own-task turns, `temperature` that of repeats.

    `references` are the models of the regression trials, by "parent" and "incumbent"; `gated_lanes` only decides
    which conditions the ranking figure looks at, `rubric` is a criterion that the base judges the plain answers by.
    """

    base: str
    adapter_dir: str | None
    adapter_hash: str | None
    items: tuple[ExamItem, ...]
    labels: tuple[str, ...]
    grader: Grader
    trial_mask: int
    seed: SuiteSeed
    temperature: float
    history: tuple[tuple[str, str], ...]
    references: tuple[tuple[str, ModelRef], ...] = ()
    gated_lanes: int = GATED_LANES
    rubric: str | None = None


def answer_limit(label_lengths: Sequence[int]) -> int:
    """Most tokens of an answer: room for the longest label, its end token and one wrong token."""
    return max(MIN_NEW_TOKENS, *(length + 2 for length in label_lengths))
