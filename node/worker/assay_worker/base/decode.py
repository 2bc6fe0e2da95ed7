"""Batched decoding of short answers: one prefill (prefill.py) per prompt serves all its draws.

Greedy in fp32 is the reference. Every row's numbers are its own: padding is masked, noise is keyed by trial, so the ids
do not depend on what else is in a batch (up to ties within 1e-3, see evaluation.md). Answers stop at an end token.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch
from transformers import PreTrainedModel

from .kv_cache import select_rows
from .prefill import Prefix, prefill
from .sampling import NoiseKey, choose

COMPACT_BELOW = 0.7  # drop finished rows from the batch once fewer than this share are still writing


@dataclass(frozen=True)
class Draw:
    """One continuation of a prompt: greedy without a key."""

    temperature: float = 0.0
    key: NoiseKey | None = None


@dataclass(frozen=True)
class Request:
    """A prompt and the continuations wanted of it."""

    prompt_ids: tuple[int, ...]
    draws: tuple[Draw, ...] = (Draw(),)


@dataclass
class Continuation:
    """The ids written, the end token included; `ended` is False if the limit cut the answer off."""

    ids: list[int] = field(default_factory=list)
    ended: bool = False


def no_pause() -> None:
    """For callers that share the machine with nobody."""


@torch.inference_mode()
def decode_batch(
    model: PreTrainedModel,
    requests: Sequence[Request],
    prefix: Prefix,
    *,
    max_new_tokens: int,
    end_ids: frozenset[int],
    pause: Callable[[], None] = no_pause,
) -> list[list[Continuation]]:
    """All continuations of one batch, per request in the order of its draws. `pause` runs between token steps."""
    filled = prefill(model, [request.prompt_ids for request in requests], prefix, max_new_tokens)
    rows = [(at, draw) for at, request in enumerate(requests) for draw in range(len(request.draws))]
    answers = [[Continuation() for _ in request.draws] for request in requests]
    sources = [at for at, _ in rows]
    capacity = filled.mask.shape[1] + max_new_tokens
    logits, mask, lengths, cache = filled.logits, filled.mask, filled.lengths, filled.cache
    if sources != list(range(len(requests))):
        logits, mask, lengths = logits[sources], mask[sources], lengths[sources]
        cache = select_rows(cache, sources, capacity)
    live = list(range(len(rows)))
    for step in range(max_new_tokens):
        written = _next_ids(logits, [requests[rows[row][0]].draws[rows[row][1]] for row in live], step)
        going: list[int] = []
        for place, token in enumerate(written):
            at, draw = rows[live[place]]
            answer = answers[at][draw]
            if answer.ended:
                continue  # a finished row stays until the batch is compacted
            answer.ids.append(token)
            answer.ended = token in end_ids
            if not answer.ended:
                going.append(place)
        if not going or step + 1 == max_new_tokens:
            break
        pause()
        keep = list(range(len(live)))
        if len(going) < COMPACT_BELOW * len(live):
            keep = going
            cache = select_rows(cache, keep, capacity)
            mask, lengths, live = mask[keep], lengths[keep], [live[place] for place in keep]
        tokens = torch.tensor([[written[place]] for place in keep])
        mask = torch.cat([mask, mask.new_ones(len(keep), 1)], dim=1)
        logits = model(
            input_ids=tokens,
            attention_mask=mask,
            position_ids=(lengths + step)[:, None],
            past_key_values=cache,
            use_cache=True,
            logits_to_keep=1,
        ).logits[:, -1]
    return answers


def _next_ids(logits: torch.Tensor, draws: Sequence[Draw], step: int) -> list[int]:
    """One id per row of `logits` (rows, vocabulary)."""
    greedy: list[int] = logits.argmax(dim=-1).tolist()
    for row, draw in enumerate(draws):
        if draw.key is not None:
            scores = logits[row].float().numpy()
            greedy[row] = choose(scores, temperature=draw.temperature, key=draw.key, step=step)
    return greedy
