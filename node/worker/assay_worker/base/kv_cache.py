"""A key-value cache written in place: a new token does not copy everything before it.

One `SlabLayer` per decoder layer holds tensors (batch, kv_heads, capacity, head_dim) of which the first `length`
columns are in use. Rows can be selected or repeated, which copies once. Covers decoder-only models whose layers all
keep every token; the batch shares columns, so shorter prompts are padded on the left and masked.
"""

from __future__ import annotations

from typing import Any

import torch
from transformers.cache_utils import Cache, DynamicLayer


class SlabLayer(DynamicLayer):
    """One layer's keys and values with room for `capacity` columns."""

    def __init__(self, capacity: int) -> None:
        super().__init__()
        self.capacity = capacity
        self.length = 0

    def lazy_initialization(self, key_states: torch.Tensor, value_states: torch.Tensor) -> None:
        """Allocate for the batch of `key_states` (batch, kv_heads, tokens, head_dim)."""
        self.dtype, self.device = key_states.dtype, key_states.device
        batch, heads, _, width = key_states.shape
        self.keys = key_states.new_empty(batch, heads, self.capacity, width)
        self.values = value_states.new_empty(batch, heads, self.capacity, value_states.shape[-1])
        self.is_initialized = True

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *args: Any, **kwargs: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Write the new columns; returns views (batch, kv_heads, length, head_dim) of all columns in use."""
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        end = self.length + key_states.shape[-2]
        assert end <= self.capacity, f"the cache holds {self.capacity} columns, {end} were asked for"
        self.keys[:, :, self.length : end] = key_states
        self.values[:, :, self.length : end] = value_states
        self.length = end
        return self.keys[:, :, :end], self.values[:, :, :end]

    def get_seq_length(self) -> int:
        """Columns in use."""
        return self.length

    def select(self, rows: torch.Tensor, capacity: int) -> SlabLayer:
        """A new layer of the given batch rows (rows may repeat) with room for `capacity` columns."""
        assert self.keys is not None and self.values is not None, "a cache is filled before rows are selected"
        chosen = SlabLayer(capacity)
        used_keys, used_values = self.keys[rows, :, : self.length], self.values[rows, :, : self.length]
        chosen.update(used_keys, used_values)
        return chosen


def new_cache(layers: int, capacity: int) -> Cache:
    """An empty cache for `layers` decoder layers."""
    return Cache(layers=[SlabLayer(capacity) for _ in range(layers)])


def select_rows(cache: Cache, rows: list[int], capacity: int) -> Cache:
    """A copy of `cache` with the given rows in the given order."""
    index = torch.tensor(rows, dtype=torch.long)
    layers: list[Any] = []
    for layer in cache.layers:
        assert isinstance(layer, SlabLayer)
        layers.append(layer.select(index, capacity))
    return Cache(layers=layers)
