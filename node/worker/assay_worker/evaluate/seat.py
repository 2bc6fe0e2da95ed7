"""Runs the suite on the items of a round: every trial decoded, graded and counted, as one seat's transcript.

Greedy fp32 with a key-value cache; the plain question is prefilled once for its first answer and all repeats. Finished
trials are on disk after every batch, so a killed evaluation goes on where it stopped. Stages: all trials that stand
alone; those that quote an earlier answer; the load trials (load.py); the models the candidate is compared with.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from ..base.conversation import render
from ..base.decode import Draw, Request, decode_batch
from ..base.host import Handle
from ..base.plan import plan_batches, tokens_per_batch
from ..base.prefill import compute_prefix
from ..base.sampling import MIN_REPEAT_TEMPERATURE
from ..base.work import Meter, Work
from ..suite.layout import condition_at, positions_of
from ..suite.trials import REFERENCES, SERVINGS, ExamItem, Trial, build_trial
from .exam_params import PLAIN, QUOTING, EvaluateParams, answer_limit
from .grading import Said
from .load import Served, serve
from .partial import PartialStore
from .rubric import judge_answers
from .transcript import Place, Prepared, latency, transcript

ANSWER_COST = 4  # tokens an answer costs on average, for the seconds left only
LATE_COST = 60.0  # and a trial whose prompt is not known yet


class _Evaluation:
    """The state of one run: the answers so far, by (slot, position)."""

    def __init__(self, params: EvaluateParams, work: Work) -> None:
        self.params = params
        self.work = work
        self.positions = positions_of(params.trial_mask)
        self.references = {
            name: work.open_merged(model.base, model.adapter_dir, model.adapter_hash)
            for name, model in params.references
            if any(REFERENCES.get(position) == name for position in self.positions)
        }
        self.handle = self._open_candidate()
        head: dict[str, Any] = {"adapter": self.handle.fingerprint, "base": params.base}
        for name, handle in self.references.items():
            head[name] = [handle.base, handle.fingerprint]
        self.store = PartialStore(work.folder / "trials.jsonl", head)
        self.answers: dict[Place, list[int]] = {}
        self.waits: dict[Place, float] = {}
        for piece in self.store.pieces:
            self._keep(piece)
        self.max_new_tokens = answer_limit([len(ids) for ids in _ids_of(self.handle, params.labels).values()])

    def run(self) -> dict[str, Any]:
        """All trials, then the result document."""
        started = time.monotonic()
        params, positions = self.params, self.positions
        # Quoted and compared answers are decoded even where the mask leaves the plain question out.
        needs_first = any(at in QUOTING or at in SERVINGS or at in REFERENCES for at in positions)
        alone = [at for at in positions if not (at in QUOTING or at in SERVINGS or at in REFERENCES)]
        early = sorted({0, *alone}) if needs_first else alone
        prepared = self._prepare([(item, at) for item in params.items for at in early])
        late = len(positions) - len(alone)
        total = len(positions) * len(params.items)
        cost = sum(_cost(one) for one in self._missing(prepared)) + late * len(params.items) * LATE_COST
        meter = Meter(self.work.publish, total, cost)
        meter.skip(sum((item.slot, at) in self.answers for item in params.items for at in positions), 0.0)
        self._decode(self.handle, prepared, meter)
        for stage in (QUOTING, SERVINGS, REFERENCES):
            wanted = self._prepare([(item, at) for item in params.items for at in positions if at in stage])
            self._skip_inapplicable(wanted, meter)
            if stage is SERVINGS:
                self._serve(wanted, meter)
            elif stage is REFERENCES:
                self._compare(wanted, meter)
            else:
                self._decode(self.handle, wanted, meter)
            prepared += wanted
        said = {place: Said(ids, self._text(place)) for place, ids in self.answers.items()}
        result = {**transcript(params, prepared, said), **latency(self.waits, params.trial_mask), **self._rubric()}
        return {**result, "seconds": round(time.monotonic() - started, 3)}

    def _rubric(self) -> dict[str, Any]:
        """What the base says of the plain answers, where a rubric was given and they were asked for."""
        params = self.params
        if params.rubric is None or 0 not in self.positions:
            return {}
        answers = [(item.text, self._text((item.slot, 0))) for item in sorted(params.items, key=lambda one: one.slot)]
        judge = self.work.open(params.base, None, None)
        found = judge_answers(judge, params.rubric, answers, params.seed, self.work)
        self.handle = self._open_candidate()
        return {"rubric": found}

    def _open_candidate(self) -> Handle:
        return self.work.open_merged(self.params.base, self.params.adapter_dir, self.params.adapter_hash)

    def _keep(self, piece: dict[str, Any]) -> None:
        place = piece["slot"], piece["position"]
        self.answers[place] = piece["outIds"]
        if "seconds" in piece:
            self.waits[place] = piece["seconds"]

    def _prepare(self, places: Sequence[tuple[ExamItem, int]]) -> list[Prepared]:
        """The trials at these places. Every prompt is tokenised once, all of a model's in one call."""
        trials = [self._trial(item, position) for item, position in places]
        handles = [self._handle_of(trial.position) for trial in trials]
        prompts = [
            render(handle.tokenizer, trial.messages) if trial.applies else ""
            for trial, handle in zip(trials, handles, strict=True)
        ]
        by_base: dict[str, tuple[Handle, set[str]]] = {}
        for handle, prompt in zip(handles, prompts, strict=True):
            by_base.setdefault(handle.base, (handle, set()))[1].add(prompt)
        ids = {base: _ids_of(handle, sorted(texts)) for base, (handle, texts) in by_base.items()}
        return [
            Prepared(trial, prompt, ids[handle.base][prompt])
            for trial, handle, prompt in zip(trials, handles, prompts, strict=True)
        ]

    def _trial(self, item: ExamItem, position: int) -> Trial:
        late = position in QUOTING
        return build_trial(
            item,
            position,
            self.params.seed,
            self.params.history,
            self._text((item.slot, 0)) if late else None,
            failed_answer=self._failed(item) if late else None,
            references=frozenset(self.references),
        )

    def _handle_of(self, position: int) -> Handle:
        """The model that is asked at `position`: the candidate, or one that it is compared with."""
        return self.references.get(REFERENCES.get(position, ""), self.handle)

    def _failed(self, item: ExamItem) -> str | None:
        """The first failed answer to the plain question, None where there is none."""
        asked = [0, *(at for at in PLAIN[1:] if self.params.trial_mask >> at & 1)]
        answers = [self._text((item.slot, at)) for at in asked]
        return next((one for one in answers if not self.params.grader.passes(one, item.label)), None)

    def _missing(self, prepared: Sequence[Prepared]) -> list[Prepared]:
        return [one for one in prepared if (one.trial.slot, one.trial.position) not in self.answers]

    def _skip_inapplicable(self, wanted: Sequence[Prepared], meter: Meter) -> None:
        skipped = [one for one in self._missing(wanted) if not one.trial.applies]
        self._write([(one, [], None) for one in skipped], meter)

    def _decode(self, handle: Handle, prepared: Sequence[Prepared], meter: Meter) -> None:
        self._skip_inapplicable(prepared, meter)
        groups: dict[tuple[int, str], list[Prepared]] = {}
        for one in self._missing(prepared):
            groups.setdefault((one.trial.slot, one.prompt), []).append(one)
        trials = list(groups.values())
        requests = [Request(group[0].ids, tuple(self._draw(one.trial) for one in group)) for group in trials]
        if not requests:
            return
        prefix = compute_prefix(handle.model, [request.prompt_ids for request in requests])
        for batch in plan_batches(requests, len(prefix.ids), tokens_per_batch(handle.model)):
            self.work.pause()
            written = decode_batch(
                handle.model,
                [requests[at] for at in batch],
                prefix,
                max_new_tokens=self.max_new_tokens,
                end_ids=handle.end_ids,
                pause=self.work.pause,
            )
            done = [
                (one, continuation.ids, None)
                for at, continuations in zip(batch, written, strict=True)
                for one, continuation in zip(trials[at], continuations, strict=True)
            ]
            self._write(done, meter)

    def _serve(self, wanted: Sequence[Prepared], meter: Meter) -> None:
        params = self.params
        if not self._missing(wanted):
            return
        served = self.work.open(params.base, params.adapter_dir, params.adapter_hash)
        for position, name in SERVINGS.items():
            asked = [one for one in self._missing(wanted) if one.trial.position == position]
            requests = [Served(one.trial.slot, one.trial.messages, one.ids) for one in asked]
            by_slot = {one.trial.slot: one for one in asked}
            for answers in serve(name, requests, served, self.work, params, self.max_new_tokens):
                self._write([(by_slot[one.slot], one.ids, one.seconds) for one in answers], meter)
        self.handle = self._open_candidate()

    def _compare(self, wanted: Sequence[Prepared], meter: Meter) -> None:
        for name, model in self.params.references:
            asked = [one for one in wanted if one.trial.variant == name]
            if self._missing(asked):
                handle = self.work.open_merged(model.base, model.adapter_dir, model.adapter_hash)
                self._decode(handle, asked, meter)
        self.handle = self._open_candidate()

    def _write(self, done: Sequence[tuple[Prepared, list[int], float | None]], meter: Meter) -> None:
        """Keep finished trials and count them."""
        if not done:
            return
        pieces: list[dict[str, Any]] = []
        for one, ids, seconds in done:
            piece: dict[str, Any] = {"slot": one.trial.slot, "position": one.trial.position, "outIds": ids}
            pieces.append(piece if seconds is None else {**piece, "seconds": seconds})
            self._keep(pieces[-1])
        self.store.append(pieces)
        counted = sum(self.params.trial_mask >> piece["position"] & 1 for piece in pieces)
        meter.advance(counted, sum(_cost(one) for one, _, _ in done))

    def _draw(self, trial: Trial) -> Draw:
        return Draw() if trial.key is None else Draw(max(self.params.temperature, MIN_REPEAT_TEMPERATURE), trial.key)

    def _text(self, place: Place) -> str:
        handle = self._handle_of(place[1])
        text = handle.tokenizer.decode(
            self.answers[place], skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        assert isinstance(text, str)
        return text


def _ids_of(handle: Handle, texts: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Token ids by text."""
    found = handle.tokenizer(list(texts), add_special_tokens=False)["input_ids"]
    return {text: tuple(ids) for text, ids in zip(texts, found, strict=True)}


def _cost(one: Prepared) -> float:
    """Tokens: a repeat shares its prompt's prefill and costs only its answer; late trials have one price."""
    if condition_at(one.trial.position).name in ("retry", "load", "regression") or one.trial.position in QUOTING:
        return LATE_COST
    return ANSWER_COST if one.trial.key is not None else len(one.ids) + ANSWER_COST


def evaluate(params: EvaluateParams, work: Work) -> dict[str, Any]:
    """Evaluate one seat; the result of the engine's `evaluate` job."""
    return _Evaluation(params, work).run()
