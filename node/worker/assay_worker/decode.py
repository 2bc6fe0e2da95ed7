"""Batched decoding of short answers: one prefill per prompt serves all its draws, a shared prefix is computed once.

Greedy in fp32 is the reference. Every row's numbers are its own: padding is masked, noise is keyed by trial, so the ids
do not depend on what else is in a batch (up to ties within 1e-3, see evaluation.md). Answers stop at an end token.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch
from transformers import PreTrainedModel
from transformers.cache_utils import Cache

from .kv_cache import new_cache, select_rows
from .sampling import NoiseKey, choose

TOKENS_PER_BATCH = 768  # padded prompt tokens of one prefill: about a second on 2 cores, so that chat gets its turn
ROWS_PER_BATCH = 48
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


@dataclass(frozen=True)
class Prefix:
    """The columns every prompt of a job begins with, computed once; valid for one model and adapter."""

    ids: tuple[int, ...]
    cache: Cache | None


def no_pause() -> None:
    """For callers that share the machine with nobody."""


def common_prefix(prompts: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """The ids all prompts begin with, at least one short of the shortest prompt."""
    if not prompts:
        return ()
    low, high = min(prompts), max(prompts)
    limit = min(len(prompt) for prompt in prompts) - 1
    length = 0
    while length < limit and low[length] == high[length]:
        length += 1
    return tuple(low[:length])


@torch.inference_mode()
def compute_prefix(model: PreTrainedModel, prompts: Sequence[tuple[int, ...]]) -> Prefix:
    """Prefill the common prefix of `prompts` once (batch of one)."""
    ids = common_prefix(prompts)
    if not ids:
        return Prefix((), None)
    cache = new_cache(model.config.num_hidden_layers, len(ids))
    model(input_ids=torch.tensor([ids]), past_key_values=cache, use_cache=True, logits_to_keep=1)
    return Prefix(ids, cache)


def plan_batches(requests: Sequence[Request], prefix_length: int) -> list[list[int]]:
    """Places of `requests`, longest first, in batches of similar length under the token and row limits."""
    order = sorted(range(len(requests)), key=lambda at: (-len(requests[at].prompt_ids), at))
    batches: list[list[int]] = []
    rows = width = 0
    for at in order:
        draws = len(requests[at].draws)
        full = batches and ((len(batches[-1]) + 1) * width > TOKENS_PER_BATCH or rows + draws > ROWS_PER_BATCH)
        if not batches or full:
            batches.append([])
            rows, width = 0, len(requests[at].prompt_ids) - prefix_length
        batches[-1].append(at)
        rows += draws
    return batches


@dataclass(frozen=True)
class Filled:
    """Prompts in the cache: next-token `logits` (batch, vocabulary), `mask` (batch, columns), `lengths` (batch,)."""

    cache: Cache
    logits: torch.Tensor
    mask: torch.Tensor
    lengths: torch.Tensor


@torch.inference_mode()
def prefill(model: PreTrainedModel, requests: Sequence[Request], prefix: Prefix) -> Filled:
    """Put the prompts into a cache, padded on the left behind the shared prefix."""
    shared = len(prefix.ids)
    width = max(len(request.prompt_ids) for request in requests) - shared
    tokens, mask, positions = _left_padded(requests, shared, width)
    cache = _start(model, prefix, len(requests), shared + width)
    logits = model(
        input_ids=tokens,
        attention_mask=mask,
        position_ids=positions,
        past_key_values=cache,
        use_cache=True,
        logits_to_keep=1,
    ).logits[:, -1]
    return Filled(cache, logits, mask, torch.tensor([len(request.prompt_ids) for request in requests]))


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
    filled = prefill(model, requests, prefix)
    rows = [(at, draw) for at, request in enumerate(requests) for draw in range(len(request.draws))]
    answers = [[Continuation() for _ in request.draws] for request in requests]
    sources = [at for at, _ in rows]
    capacity = filled.mask.shape[1] + max_new_tokens
    logits, mask, lengths = filled.logits[sources], filled.mask[sources], filled.lengths[sources]
    cache = select_rows(filled.cache, sources, capacity)
    live = list(range(len(rows)))
    for step in range(max_new_tokens):
        written = _next_ids(logits, [requests[rows[row][0]].draws[rows[row][1]] for row in live], step)
        going: list[int] = []
        for place, token in enumerate(written):
            at, draw = rows[live[place]]
            answer = answers[at][draw]
            if answer.ended:
                continue  # a finished row rides along until the batch is compacted
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


def _left_padded(
    requests: Sequence[Request], shared: int, width: int
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Tokens and positions (batch, width) after the shared prefix, and the mask (batch, shared + width)."""
    batch = len(requests)
    tokens = torch.zeros(batch, width, dtype=torch.long)
    mask = torch.ones(batch, shared + width, dtype=torch.long)
    positions = torch.zeros(batch, width, dtype=torch.long)
    for row, request in enumerate(requests):
        own = request.prompt_ids[shared:]
        padding = width - len(own)
        tokens[row, padding:] = torch.tensor(own)
        mask[row, shared : shared + padding] = 0
        positions[row, padding:] = torch.arange(shared, shared + len(own))
    return tokens, mask, positions


def _start(model: PreTrainedModel, prefix: Prefix, batch: int, capacity: int) -> Cache:
    if prefix.cache is None:
        return new_cache(model.config.num_hidden_layers, capacity)
    return select_rows(prefix.cache, [0] * batch, capacity)


def _next_ids(logits: torch.Tensor, draws: Sequence[Draw], step: int) -> list[int]:
    """One id per row of `logits` (rows, vocabulary)."""
    greedy: list[int] = logits.argmax(dim=-1).tolist()
    for row, draw in enumerate(draws):
        if draw.key is not None:
            scores = logits[row].float().numpy()
            greedy[row] = choose(scores, temperature=draw.temperature, key=draw.key, step=step)
    return greedy
