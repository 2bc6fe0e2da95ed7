"""Runs given trials of a transcript again, as auditors and jurors do: teacher forcing, one pass per batch of trials.

The prompt is rendered again from the exam, which shows whether the seat changed it. The model then reads the given
token ids in one pass, and each is compared with the one that the model would have chosen there. fp32 on a different
machine differs by less than TOLERANCE, so a token is bad only where another one beats it by more (evaluation.md,
"Trials and sampling").
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..base.conversation import render
from ..base.host import Handle
from ..base.sampling import MIN_REPEAT_TEMPERATURE, NoiseKey, gumbel
from ..base.work import Meter, Work
from ..suite.trials import REFERENCES, SERVINGS, ExamItem, SuiteSeed, Trial, build_trial
from .exam_params import MIN_NEW_TOKENS, PLAIN, QUOTING, EvaluateParams, answer_limit
from .grading import Said, grade

TOLERANCE = 1e-3  # of the noisy margin, in units of logits / T
MAX_UNKNOWN_IDS = 512  # more cannot answer a demand (contracts/judging/Availability.sol)
TOKENS_PER_BATCH = 1_536  # padded: about a second on 2 cores, so that chats get their turn


@dataclass(frozen=True)
class GivenTrial:
    """One trial as a transcript states it; `plain` holds its slot's answers to the plain question, by position.

    Some prompts quote those, some grades compare with them. `prompt` and `canonical` are None where only their hashes
    are known: the caller then compares what the result says.
    """

    slot: int
    position: int
    prompt: str | None
    out_ids: tuple[int, ...]
    canonical: str | None
    plain: Mapping[int, tuple[int, ...]] = field(default_factory=dict[int, tuple[int, ...]])


@dataclass(frozen=True)
class RecheckParams:
    """Trials of one seat. Without `exam` (the caller has no key) prompts are taken as given and forms not compared."""

    base: str
    adapter_dir: str | None
    adapter_hash: str | None
    seed: SuiteSeed
    temperature: float
    trials: tuple[GivenTrial, ...]
    exam: EvaluateParams | None


@dataclass(frozen=True)
class _Prepared:
    """A trial with what it should have asked; `trial` is None where that is unknown. `forced`: its ids are read."""

    given: GivenTrial
    trial: Trial | None
    prompt: str
    prompt_ids: tuple[int, ...]
    key: NoiseKey | None
    forced: bool


class _Recheck:
    def __init__(self, params: RecheckParams, work: Work) -> None:
        self.params = params
        self.work = work
        self.models = {} if params.exam is None else dict(params.exam.references)
        self.handle = self._open(None)
        self.limit = _limit(self.handle, params.exam)

    def run(self) -> dict[str, Any]:
        started = time.monotonic()
        prepared = [self._prepare(given) for given in self.params.trials]
        meter = Meter(self.work.publish, len(prepared), float(sum(_length(one) for one in prepared)))
        found: dict[tuple[int, int], dict[str, Any]] = {}
        for model in (None, *self.models):
            own = [one for one in prepared if self._model_of(one.given.position) == model]
            self.handle = self._open(model)
            for batch in _batches(own):
                self.work.pause()
                for one, margins in zip(batch, self._margins(batch), strict=True):
                    found[one.given.slot, one.given.position] = self._findings(one, margins)
                meter.advance(len(batch), float(sum(_length(one) for one in batch)))
        trials = [found[given.slot, given.position] for given in self.params.trials]
        return {"trials": trials, "seconds": round(time.monotonic() - started, 3)}

    def _open(self, name: str | None) -> Handle:
        """The candidate, or the model of that name that it is compared with."""
        model = self.params if name is None else self.models[name]
        return self.work.open_merged(model.base, model.adapter_dir, model.adapter_hash)

    def _model_of(self, position: int) -> str | None:
        name = REFERENCES.get(position)
        return name if name in self.models else None

    def _prepare(self, stated: GivenTrial) -> _Prepared:
        # One id above the limit shows the fault as well as a thousand, and fits the model's context.
        limit = self.limit if self.params.exam is not None else MAX_UNKNOWN_IDS
        given = replace(stated, out_ids=stated.out_ids[: limit + 1])
        trial = self._trial(given)
        # Served ids are compared with the first answer by the grade; what a server gave cannot be run again.
        unread = given.position in SERVINGS or (given.position in REFERENCES and trial is None)
        if trial is None:
            prompt, key = given.prompt or "", self._key(given)
        else:
            prompt, key = render(self.handle.tokenizer, trial.messages) if trial.applies else "", trial.key
        forced = not unread and prompt != ""
        return _Prepared(given, trial, prompt, tuple(_tokens(self.handle, prompt)), key, forced)

    def _trial(self, given: GivenTrial) -> Trial | None:
        """The trial as the suite asks it; None where the exam, or an answer that its prompt quotes, is missing."""
        exam = self.params.exam
        if exam is None:
            return None
        item = next(item for item in exam.items if item.slot == given.slot)
        first, failed = None, None
        if given.position in QUOTING:
            asked = [0, *(at for at in PLAIN[1:] if exam.trial_mask >> at & 1)]
            if any(at not in given.plain for at in asked):
                return None
            answers = [_text(self.handle, given.plain[at]) for at in asked]
            first, failed = answers[0], next((one for one in answers if not exam.grader.passes(one, item.label)), None)
        references = frozenset(name for name, _ in exam.references)
        return build_trial(
            item, given.position, self.params.seed, exam.history, first, failed_answer=failed, references=references
        )

    def _key(self, given: GivenTrial) -> NoiseKey | None:
        """The sampling key alone: it does not depend on what the item says."""
        return build_trial(ExamItem(given.slot, "?", "?"), given.position, self.params.seed, (), "").key

    def _margins(self, batch: Sequence[_Prepared]) -> list[list[float]]:
        """Per trial and token: by how much the best choice beats the one given (0 where they are the same)."""
        margins: list[list[float]] = [[] for _ in batch]
        forced = [at for at, one in enumerate(batch) if one.forced]
        if not forced:
            return margins
        size = int(self.handle.model.config.vocab_size)
        rows = [_readable(batch[at].given.out_ids, size) for at in forced]
        logits = _forced_logits(self.handle, [batch[at].prompt_ids for at in forced], rows)
        temperature = max(self.params.temperature, MIN_REPEAT_TEMPERATURE)
        for at, scores in zip(forced, logits, strict=True):
            one = batch[at]
            margins[at] = [
                _margin(scores[step], token, one.key, temperature, step) if token < size else float("inf")
                for step, token in enumerate(one.given.out_ids)
            ]
        return margins

    def _findings(self, one: _Prepared, margins: Sequence[float]) -> dict[str, Any]:
        given, exam = one.given, self.params.exam
        wrong = next((step for step, margin in enumerate(margins) if margin > TOLERANCE), None)
        ends = self._end_fault(one)
        form = self._form(one)
        fault, first_bad = None, None
        if given.prompt is not None and one.prompt != given.prompt:
            fault = "prompt"
        elif wrong is not None and (ends is None or wrong < ends):
            fault, first_bad = "token", wrong
        elif ends is not None:
            fault, first_bad = "end", ends
        elif exam is not None and form is not None and given.canonical is not None and form != given.canonical:
            fault = "form"
        margin = max((value for value in margins if np.isfinite(value)), default=0.0)
        if fault == "token" and wrong is not None and np.isfinite(margins[wrong]):
            margin = margins[wrong]
        return {
            "slot": given.slot, "position": given.position, "fault": fault, "firstBadToken": first_bad,
            "margin": round(margin, 9), "prompt": one.prompt, "canonical": form,
        }  # fmt: skip

    def _form(self, one: _Prepared) -> str | None:
        """The graded form of the ids as they are given; None where it is unknown."""
        exam, given, trial = self.params.exam, one.given, one.trial
        compares = given.position in SERVINGS or given.position in REFERENCES
        if exam is None or trial is None or (compares and trial.applies and 0 not in given.plain):
            return None
        item = next(item for item in exam.items if item.slot == given.slot)
        first = None
        if 0 in given.plain:
            candidate = self.work.open_merged(self.params.base, self.params.adapter_dir, self.params.adapter_hash)
            first = Said(given.plain[0], _text(candidate, given.plain[0]))
            self.handle = self._open(self._model_of(given.position))
        said = Said(given.out_ids, _text(self.handle, given.out_ids))
        return grade(trial, item.label, exam.grader, said, first).canonical

    def _end_fault(self, one: _Prepared) -> int | None:
        """Index at which the answer should have gone on or stopped; None if it ended as it should."""
        ids = one.given.out_ids
        if not one.forced:
            # A trial that does not apply says nothing; what was served may end anywhere.
            return 0 if one.trial is not None and not one.trial.applies and ids else None
        ended = next((at for at, token in enumerate(ids) if token in self.handle.end_ids), None)
        if ended is not None:
            return ended + 1 if len(ids) > ended + 1 else None
        # Without the labels the limit is only known from below.
        if len(ids) < self.limit or (self.params.exam is not None and len(ids) > self.limit):
            return min(len(ids), self.limit)
        return None


def recheck(params: RecheckParams, work: Work) -> dict[str, Any]:
    """The engine's `recheck` job: per trial fault, firstBadToken, margin, and the right prompt and form.

    `fault`: None, or the first of prompt (not the suite's), token (`firstBadToken` is its index), end (stopped early or
    late; the index where it differs) and form (not the canonical form of these ids).
    """
    return _Recheck(params, work).run()


@torch.inference_mode()
def _forced_logits(
    handle: Handle, prompts: Sequence[tuple[int, ...]], answers: Sequence[Sequence[int]]
) -> list[npt.NDArray[np.float32]]:
    """Per row the logits (tokens, vocabulary) from which each of its answer's tokens was chosen; padded on the left."""
    rows = [[*prompt, *answer] for prompt, answer in zip(prompts, answers, strict=True)]
    width, kept = max(map(len, rows)), max(map(len, answers)) + 1
    tokens = torch.zeros(len(rows), width, dtype=torch.long)
    mask = torch.zeros(len(rows), width, dtype=torch.long)
    places = torch.zeros(len(rows), width, dtype=torch.long)
    for at, row in enumerate(rows):
        tokens[at, width - len(row) :] = torch.tensor(row)
        mask[at, width - len(row) :] = 1
        places[at, width - len(row) :] = torch.arange(len(row))
    logits = handle.model(
        input_ids=tokens, attention_mask=mask, position_ids=places, use_cache=False, logits_to_keep=kept
    ).logits
    return [logits[at, kept - 1 - len(answer) : kept - 1].float().numpy() for at, answer in enumerate(answers)]


def _margin(logits: npt.NDArray[np.float32], token: int, key: NoiseKey | None, temperature: float, step: int) -> float:
    scores = logits.astype(np.float64)
    if key is not None:
        scores = scores / temperature + gumbel(key, step, logits.shape[0])
    return float(scores.max() - scores[token])


def _limit(handle: Handle, exam: EvaluateParams | None) -> int:
    if exam is None:
        return MIN_NEW_TOKENS
    return answer_limit([len(_tokens(handle, label)) for label in exam.labels])


def _batches(prepared: Sequence[_Prepared]) -> list[list[_Prepared]]:
    """Trials of similar length together, under the token limit."""
    batches: list[list[_Prepared]] = []
    for one in sorted(prepared, key=lambda one: (-_length(one), one.given.slot, one.given.position)):
        if not batches or (len(batches[-1]) + 1) * _length(batches[-1][0]) > TOKENS_PER_BATCH:
            batches.append([])
        batches[-1].append(one)
    return batches


def _length(one: _Prepared) -> int:
    return len(one.prompt_ids) + len(one.given.out_ids)


def _readable(ids: Sequence[int], vocabulary: int) -> list[int]:
    """Ids that the model can read; one beyond its vocabulary is bad whatever replaces it."""
    return [token if token < vocabulary else 0 for token in ids]


def _tokens(handle: Handle, text: str) -> list[int]:
    ids = handle.tokenizer(text, add_special_tokens=False)["input_ids"]
    assert isinstance(ids, list)
    return ids


def _text(handle: Handle, ids: Sequence[int]) -> str:
    known = _readable(ids, len(handle.tokenizer))
    text = handle.tokenizer.decode(known, skip_special_tokens=True, clean_up_tokenization_spaces=False)
    assert isinstance(text, str)
    return text
