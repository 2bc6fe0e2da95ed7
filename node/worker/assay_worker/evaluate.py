"""Runs the suite on the items of a round: every trial decoded, graded and counted, as one seat's transcript.

Greedy fp32 with a key-value cache; the plain question is prefilled once for its first answer and all repeats. Finished
trials are on disk after every batch, so a killed evaluation goes on where it stopped. Not covered: conditions without
trials in layout.py.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .decode import Draw, Request, compute_prefix, decode_batch, plan_batches
from .graders import Grader
from .host import Handle
from .layout import LANES, lanes_of, positions_of
from .models import render
from .partial import PartialStore
from .sampling import MIN_REPEAT_TEMPERATURE
from .suite import SECOND_LOOK, ExamItem, SuiteSeed, Trial, build_trial
from .work import Meter, Work

MIN_NEW_TOKENS = 12
ANSWER_COST = 4  # tokens an answer costs on average, for the seconds left only
Place = tuple[int, int]  # (slot, position)


@dataclass(frozen=True)
class EvaluateParams:
    """One seat's evaluation; `history` holds (text, label) rows for own-task turns, `temperature` that of repeats."""

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


@dataclass(frozen=True)
class _Prepared:
    trial: Trial
    prompt: str
    ids: tuple[int, ...]


class _Evaluation:
    """The state of one run: the answers so far, by (slot, position)."""

    def __init__(self, params: EvaluateParams, work: Work) -> None:
        self.params = params
        self.work = work
        self.handle: Handle = work.open(params.base, params.adapter_dir, params.adapter_hash)
        head = {"adapter": self.handle.fingerprint, "base": params.base}
        self.store = PartialStore(work.folder / "trials.jsonl", head)
        self.answers: dict[Place, list[int]] = {
            (piece["slot"], piece["position"]): piece["outIds"] for piece in self.store.pieces
        }
        self.max_new_tokens = answer_limit([len(self._ids(label)) for label in params.labels])

    def run(self) -> dict[str, Any]:
        """All trials, then the result document of the brief."""
        started = time.monotonic()
        positions = positions_of(self.params.trial_mask)
        total = len(positions) * len(self.params.items)
        known = sum((item.slot, at) in self.answers for item in self.params.items for at in positions)
        # The first answer is quoted by the second look, so it is decoded even where the mask leaves it out.
        early = sorted({0, *positions} - {SECOND_LOOK}) if SECOND_LOOK in positions else positions
        prepared = [self._prepare(item, at) for item in self.params.items for at in early]
        late_cost = len(self.params.items) * 60.0 if SECOND_LOOK in positions else 0.0
        meter = Meter(self.work.publish, total, sum(_cost(one) for one in self._missing(prepared)) + late_cost)
        meter.skip(known, 0.0)
        self._decode(prepared, meter)
        if SECOND_LOOK in positions:
            late = [self._prepare(item, SECOND_LOOK) for item in self.params.items]
            self._decode(late, meter)
            prepared += late
        return {**self._result(prepared, positions), "seconds": round(time.monotonic() - started, 3)}

    def _prepare(self, item: ExamItem, position: int) -> _Prepared:
        first = self._text(self.answers[item.slot, 0]) if position == SECOND_LOOK else None
        trial = build_trial(item, position, self.params.seed, self.params.history, first)
        prompt = render(self.handle.tokenizer, trial.messages)
        return _Prepared(trial, prompt, tuple(self._ids(prompt)))

    def _missing(self, prepared: Sequence[_Prepared]) -> list[_Prepared]:
        return [one for one in prepared if (one.trial.slot, one.trial.position) not in self.answers]

    def _decode(self, prepared: Sequence[_Prepared], meter: Meter) -> None:
        groups: dict[tuple[int, str], list[_Prepared]] = {}
        for one in self._missing(prepared):
            groups.setdefault((one.trial.slot, one.prompt), []).append(one)
        trials = list(groups.values())
        requests = [Request(group[0].ids, tuple(self._draw(one.trial) for one in group)) for group in trials]
        if not requests:
            return
        prefix = compute_prefix(self.handle.model, [request.prompt_ids for request in requests])
        for batch in plan_batches(requests, len(prefix.ids)):
            self.work.pause()
            written = decode_batch(
                self.handle.model,
                [requests[at] for at in batch],
                prefix,
                max_new_tokens=self.max_new_tokens,
                end_ids=self.handle.end_ids,
                pause=self.work.pause,
            )
            pieces: list[dict[str, Any]] = []
            for at, continuations in zip(batch, written, strict=True):
                for one, continuation in zip(trials[at], continuations, strict=True):
                    self.answers[one.trial.slot, one.trial.position] = continuation.ids
                    pieces.append({"slot": one.trial.slot, "position": one.trial.position, "outIds": continuation.ids})
            self.store.append(pieces)
            wanted = sum(self.params.trial_mask >> piece["position"] & 1 for piece in pieces)
            meter.advance(wanted, sum(_cost(one) for at in batch for one in trials[at]))

    def _draw(self, trial: Trial) -> Draw:
        return Draw() if trial.key is None else Draw(max(self.params.temperature, MIN_REPEAT_TEMPERATURE), trial.key)

    def _result(self, prepared: Sequence[_Prepared], positions: Sequence[int]) -> dict[str, Any]:
        by_place = {(one.trial.slot, one.trial.position): one for one in prepared}
        grader, counts, items = self.params.grader, [0] * LANES, []
        for item in sorted(self.params.items, key=lambda item: item.slot):
            bits, trials = 0, []
            for position in positions:
                one, ids = by_place[item.slot, position], self.answers[item.slot, position]
                answer = self._text(ids)
                passed = grader.passes(answer, item.label)
                bits |= int(passed) << position
                trials.append({
                    "position": position, "condition": one.trial.condition, "variant": one.trial.variant,
                    "prompt": one.prompt, "outIds": ids, "answer": answer, "canonical": grader.canonical(answer),
                    "pass": passed,
                })  # fmt: skip
            lanes = lanes_of(bits, self.params.trial_mask)
            counts = [count + lane for count, lane in zip(counts, lanes, strict=True)]
            items.append({
                "slot": item.slot, "expected": grader.canonical(item.label), "trialBits": str(bits), "lanes": lanes,
                "trials": trials,
            })  # fmt: skip
        return {"items": items, "counts": counts}

    def _ids(self, text: str) -> list[int]:
        ids = self.handle.tokenizer(text, add_special_tokens=False)["input_ids"]
        assert isinstance(ids, list)
        return ids

    def _text(self, ids: list[int]) -> str:
        text = self.handle.tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)
        assert isinstance(text, str)
        return text


def answer_limit(label_lengths: Sequence[int]) -> int:
    """Most tokens an answer may take: room for the longest label, its end token and one more to be wrong in."""
    return max(MIN_NEW_TOKENS, *(length + 2 for length in label_lengths))


def _cost(one: _Prepared) -> float:
    """Tokens: a repeat shares its prompt's prefill and costs only its answer."""
    return ANSWER_COST if one.trial.key is not None else len(one.ids) + ANSWER_COST


def evaluate(params: EvaluateParams, work: Work) -> dict[str, Any]:
    """Evaluate one seat; the result of the engine's `evaluate` job."""
    return _Evaluation(params, work).run()
