"""A rubric by model: how probable the base finds yes against no, asked whether each plain answer meets a criterion.

Reported, never gated: a judge that is a small language model is itself unstable, and nobody can prove its answer on
chain. The judge is the candidate's base without its adapter, so every seat has it. The figure is the likelihood
of two words, not a sampled answer, so it needs no noise and does not depend on batching.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..base.conversation import Message, end_of_turn, render
from ..base.decode import Request
from ..base.host import Handle
from ..base.plan import plan_batches, tokens_per_batch
from ..base.prefill import compute_prefix, prefill
from ..base.sampling import NoiseKey
from ..base.work import Work
from ..suite.trials import SuiteSeed
from .accuracy import label_scores
from .bounds import DIGITS, bootstrap, resample_places

WORDS = ("yes", "no")
JUDGE = "You check answers. Reply yes or no."
QUESTION = "Message: {text}\nAnswer: {answer}\nCriterion: {criterion}\nDoes the answer meet the criterion?"


def judge_answers(
    judge: Handle, criterion: str, answers: Sequence[tuple[str, str]], seed: SuiteSeed, work: Work
) -> dict[str, Any]:
    """{criterion, yes, total, mean, lower, upper} over (message, answer) pairs; bounds by bootstrap over items."""
    requests = [Request(tuple(_ids(judge, _prompt(judge, criterion, *pair)))) for pair in answers]
    words = [[*_ids(judge, word), end_of_turn(judge.tokenizer)] for word in WORDS]
    prefix = compute_prefix(judge.model, [request.prompt_ids for request in requests])
    shares = np.zeros(len(requests))
    for batch in plan_batches(requests, len(prefix.ids), tokens_per_batch(judge.model)):
        work.pause()
        scores = label_scores(
            judge, prefill(judge.model, [requests[at].prompt_ids for at in batch], prefix), words, work
        )
        for place, share in zip(batch, scores.softmax(-1)[:, 0].tolist(), strict=True):
            shares[place] = share
    places = resample_places(len(shares), NoiseKey.of("rubric", seed.round_seed, seed.seat))
    lower, upper = bootstrap(lambda at: shares[at].mean(axis=-1), places)
    return {
        "criterion": criterion, "yes": int((shares > 0.5).sum()), "total": len(shares),
        "mean": round(float(shares.mean()), DIGITS), "lower": lower, "upper": upper,
    }  # fmt: skip


def _prompt(judge: Handle, criterion: str, text: str, answer: str) -> str:
    question = QUESTION.format_map({"text": text, "answer": answer, "criterion": criterion})
    return render(judge.tokenizer, [Message(role="system", content=JUDGE), Message(role="user", content=question)])


def _ids(handle: Handle, text: str) -> list[int]:
    ids = handle.tokenizer(text, add_special_tokens=False)["input_ids"]
    assert isinstance(ids, list)
    return ids
