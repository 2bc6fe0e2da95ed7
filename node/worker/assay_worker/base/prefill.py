"""Prompts into a key-value cache: what all prompts of a job begin with is computed once.

Rows are padded on the left and masked, so a row's numbers are its own whatever it was computed with. Sharing
what only some prompts begin with (earlier turns, templates) was tried and is slower: such prompts differ in length, and
the padding costs more than the sharing saves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from transformers import PreTrainedModel
from transformers.cache_utils import Cache

from .kv_cache import new_cache, select_rows

Prompt = tuple[int, ...]


@dataclass(frozen=True)
class Filled:
    """Prompts in the cache: next-token `logits` (batch, vocabulary), `mask` (batch, columns), `lengths` (batch,)."""

    cache: Cache
    logits: torch.Tensor
    mask: torch.Tensor
    lengths: torch.Tensor


@dataclass(frozen=True)
class Prefix:
    """The ids every prompt of a job begins with, computed once (a batch of one); for one model and adapter."""

    ids: Prompt
    filled: Filled | None


NO_PREFIX = Prefix((), None)


def common_prefix(prompts: Sequence[Prompt]) -> Prompt:
    """The ids all prompts begin with, at least one short of the shortest prompt."""
    if not prompts:
        return ()
    low, high = min(prompts), max(prompts)
    limit = min(len(prompt) for prompt in prompts) - 1
    length = 0
    while length < limit and low[length] == high[length]:
        length += 1
    return low[:length]


@torch.inference_mode()
def compute_prefix(model: PreTrainedModel, prompts: Sequence[Prompt]) -> Prefix:
    """Prefill the common prefix of `prompts` once."""
    ids = common_prefix(prompts)
    return Prefix(ids, _extend(model, None, [ids], 0)) if ids else NO_PREFIX


@torch.inference_mode()
def prefill(model: PreTrainedModel, prompts: Sequence[Prompt], prefix: Prefix, room: int = 0) -> Filled:
    """Put `prompts`, which begin with the prefix, into one cache with `room` for more columns."""
    tails = [prompt[len(prefix.ids) :] for prompt in prompts]
    return _extend(model, prefix.filled, tails, room)


def _extend(model: PreTrainedModel, before: Filled | None, tails: Sequence[Prompt], room: int) -> Filled:
    """Each of `tails` behind the one row that is in the cache `before`, or at the beginning of a new one."""
    sources = [0] * len(tails)
    width = max(map(len, tails))
    tokens = torch.zeros(len(tails), width, dtype=torch.long)
    own = torch.zeros(len(tails), width, dtype=torch.long)
    for row, tail in enumerate(tails):
        tokens[row, width - len(tail) :] = torch.tensor(tail)
        own[row, width - len(tail) :] = 1
    if before is None:
        cache, mask = new_cache(model.config.num_hidden_layers, width + room), own
        start = torch.zeros(len(tails), dtype=torch.long)
    else:
        cache = select_rows(before.cache, sources, before.mask.shape[1] + width + room)
        mask, start = torch.cat([before.mask[sources], own], dim=1), before.lengths[sources]
    logits = model(
        input_ids=tokens,
        attention_mask=mask,
        position_ids=(start[:, None] + own.cumsum(dim=1) - 1).clamp(min=0),
        past_key_values=cache,
        use_cache=True,
        logits_to_keep=1,
    ).logits[:, -1]
    return Filled(cache, logits, mask, start + own.sum(dim=1))
