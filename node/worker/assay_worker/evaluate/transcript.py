"""A finished evaluation as one seat's transcript: trials graded, items' bits and lanes, counts and scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..data.graders import Grader
from ..suite.layout import LANES, lanes_of, positions_of
from ..suite.trials import ExamItem, Trial
from .exam_params import EvaluateParams
from .grading import Grade, Said, grade
from .scores import Outcome, score

Place = tuple[int, int]  # (slot, position)


@dataclass(frozen=True)
class Prepared:
    """A trial, its prompt as rendered and the prompt's token ids; both empty where the trial does not apply."""

    trial: Trial
    prompt: str
    ids: tuple[int, ...]


def transcript(params: EvaluateParams, prepared: Sequence[Prepared], said: Mapping[Place, Said]) -> dict[str, Any]:
    """`items` in the order of their slots, `counts` of items by lane, and `scores`.

    `said` holds the answers by (slot, position): those of all trials, and the first answer wherever it was decoded.
    """
    by_place = {(one.trial.slot, one.trial.position): one for one in prepared}
    positions = positions_of(params.trial_mask)
    counts = [0] * LANES
    items: list[dict[str, Any]] = []
    outcomes: list[list[Outcome]] = []
    first_correct: list[bool] = []
    for item in sorted(params.items, key=lambda item: item.slot):
        first = said.get((item.slot, 0))
        graded = [
            (by_place[item.slot, position], said[item.slot, position], _grade(by_place, said, params, item, position))
            for position in positions
        ]
        bits = sum(int(result.passed) << one.trial.position for one, _, result in graded)
        lanes = lanes_of(bits, params.trial_mask)
        counts = [count + lane for count, lane in zip(counts, lanes, strict=True)]
        first_correct.append(first is not None and params.grader.passes(first.text, item.label))
        outcomes.append([_outcome(one, answer, result, params.grader, item) for one, answer, result in graded])
        items.append({
            "slot": item.slot, "expected": params.grader.canonical(item.label), "trialBits": str(bits), "lanes": lanes,
            "trials": [_trial(one, answer, result) for one, answer, result in graded],
        })  # fmt: skip
    scores = score(
        outcomes, params.trial_mask, gated_lanes=params.gated_lanes, seed=params.seed, first_correct=first_correct
    )
    return {"items": items, "counts": counts, "scores": scores}


def latency(waits: Mapping[Place, float], mask: int) -> dict[str, Any]:
    """Seconds from question to whole answer on the serving path, where the load trials in `mask` measured them."""
    asked = sorted(wait for (_, position), wait in waits.items() if mask >> position & 1)
    if not asked:
        return {}
    at = {"median": (len(asked) - 1) // 2, "p95": -(-len(asked) * 95 // 100) - 1}
    return {"latency": {"answers": len(asked), **{name: asked[place] for name, place in at.items()}}}


def _grade(
    by_place: Mapping[Place, Prepared],
    said: Mapping[Place, Said],
    params: EvaluateParams,
    item: ExamItem,
    position: int,
) -> Grade:
    trial = by_place[item.slot, position].trial
    return grade(trial, item.label, params.grader, said[item.slot, position], said.get((item.slot, 0)))


def _outcome(one: Prepared, answer: Said, result: Grade, grader: Grader, item: ExamItem) -> Outcome:
    correct = grader.passes(answer.text, item.label)
    canonical = grader.canonical(answer.text)
    return Outcome(one.trial.position, result.passed, one.trial.applies, result.formed, canonical, correct)


def _trial(one: Prepared, answer: Said, result: Grade) -> dict[str, Any]:
    return {
        "position": one.trial.position, "condition": one.trial.condition, "variant": one.trial.variant,
        "prompt": one.prompt, "outIds": list(answer.ids), "answer": answer.text,
        "canonical": result.canonical, "pass": result.passed,
    }  # fmt: skip
