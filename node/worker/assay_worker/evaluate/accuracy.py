"""How many rows a model gets right: by exact match of its greedy answer, and by likelihood over the label set.

Likelihood asks which label the model finds most probable, whatever it would have written. It is the fair figure for a
base that nobody told the format. Score of a label: mean log-probability of its tokens and the end token, so that long
names lose nothing; ties go to the label that is listed first.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from ..base.conversation import conversation, end_of_turn, render
from ..base.decode import Request, decode_batch
from ..base.host import Handle
from ..base.kv_cache import select_rows
from ..base.plan import plan_batches, tokens_per_batch
from ..base.prefill import Filled, compute_prefix, prefill
from ..base.work import Meter, Work
from ..data.graders import Grader

LABEL_TOKENS_PER_PASS = 768
MIN_NEW_TOKENS = 12


@dataclass(frozen=True)
class AccuracyParams:
    """Rows to score; `grader` decides the exact figure."""

    base: str
    adapter_dir: str | None
    adapter_hash: str | None
    rows: tuple[tuple[str, str], ...]
    labels: tuple[str, ...]
    grader: Grader


def accuracy(params: AccuracyParams, work: Work) -> dict[str, Any]:
    """{exact: {passes, total}, likelihood: {passes, total}, rows: [...], seconds}."""
    started = time.monotonic()
    handle = work.open_merged(params.base, params.adapter_dir, params.adapter_hash)
    requests = [Request(tuple(_ids(handle, render(handle.tokenizer, conversation(text))))) for text, _ in params.rows]
    labels = [[*_ids(handle, label), end_of_turn(handle.tokenizer)] for label in params.labels]
    limit = max(MIN_NEW_TOKENS, *(len(label) + 1 for label in labels))
    prefix = compute_prefix(handle.model, [request.prompt_ids for request in requests])
    meter = Meter(work.publish, len(requests), float(len(requests)))
    found: dict[int, tuple[str, str]] = {}
    for batch in plan_batches(requests, len(prefix.ids), tokens_per_batch(handle.model)):
        work.pause()
        asked = [requests[at] for at in batch]
        written = decode_batch(
            handle.model, asked, prefix, max_new_tokens=limit, end_ids=handle.end_ids, pause=work.pause
        )
        scores = label_scores(
            handle, prefill(handle.model, [request.prompt_ids for request in asked], prefix), labels, work
        )
        for place, at in enumerate(batch):
            answer = handle.tokenizer.decode(written[place][0].ids, skip_special_tokens=True)
            assert isinstance(answer, str)
            found[at] = answer, params.labels[int(scores[place].argmax())]
        meter.advance(len(batch), float(len(batch)))
    rows = [
        {"answer": found[at][0], "likeliest": found[at][1], "pass": params.grader.passes(found[at][0], label)}
        for at, (_, label) in enumerate(params.rows)
    ]
    likely = sum(row["likeliest"] == label for row, (_, label) in zip(rows, params.rows, strict=True))
    return {
        "exact": {"passes": sum(bool(row["pass"]) for row in rows), "total": len(rows)},
        "likelihood": {"passes": likely, "total": len(rows)},
        "rows": rows,
        "seconds": round(time.monotonic() - started, 3),
    }


@torch.inference_mode()
def label_scores(handle: Handle, filled: Filled, labels: Sequence[Sequence[int]], work: Work) -> torch.Tensor:
    """Mean log-probabilities (prompts, labels) of each label after each prompt in the cache."""
    prompts, width = filled.logits.shape[0], max(len(label) for label in labels)
    pairs = [(row, at) for row in range(prompts) for at in range(len(labels))]
    first = filled.logits.log_softmax(-1)
    scores = torch.zeros(prompts, len(labels))
    size = max(1, LABEL_TOKENS_PER_PASS // width)
    for start in range(0, len(pairs), size):
        work.pause()
        chunk = pairs[start : start + size]
        rows = [row for row, _ in chunk]
        # Padding on the right is never looked at: no token of a label comes after it.
        tokens = torch.tensor([[*labels[at], *[0] * (width - len(labels[at]))] for _, at in chunk])
        mask = torch.cat([filled.mask[rows], filled.mask.new_ones(len(chunk), width)], dim=1)
        positions = filled.lengths[rows][:, None] + torch.arange(width)
        logits = handle.model(
            input_ids=tokens,
            attention_mask=mask,
            position_ids=positions,
            use_cache=True,
            past_key_values=select_rows(filled.cache, rows, filled.mask.shape[1] + width),
        ).logits  # (pairs, width, vocabulary)
        after = torch.cat([first[rows][:, None], logits[:, :-1].log_softmax(-1)], dim=1)
        picked = after.gather(-1, tokens[..., None])[..., 0]
        for place, (row, at) in enumerate(chunk):
            scores[row, at] = picked[place, : len(labels[at])].mean()
    return scores


def _ids(handle: Handle, text: str) -> list[int]:
    ids = handle.tokenizer(text, add_special_tokens=False)["input_ids"]
    assert isinstance(ids, list)
    return ids
