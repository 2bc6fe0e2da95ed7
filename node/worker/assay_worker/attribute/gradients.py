"""One sketched LoRA gradient per row, from a single batched backward pass.

Of a LoRA layer with input x and output gradient g the row's gradients are sums over its tokens of outer products, so
hooks on A and B catch both factors and an einsum forms the gradients of every row of the batch at once. Each is
multiplied with random signs and folded into one sketch of at most 4,096 numbers, a Johnson-Lindenstrauss projection:
inner products are kept in expectation. The shared prompt prefix is a constant here and has no gradient.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.utils.hooks import RemovableHandle
from transformers.cache_utils import DynamicCache

from ..base.conversation import conversation, end_of_turn, render
from ..base.host import Handle
from ..base.models import parts
from ..base.prefill import common_prefix
from ..base.sampling import NoiseKey

SKETCH_SIZE = 4096
TOKENS_PER_BATCH = 640  # padded tokens of one backward pass


@dataclass(frozen=True)
class _Encoded:
    prompt: tuple[int, ...]
    answer: tuple[int, ...]

    @property
    def length(self) -> int:
        return len(self.prompt) + len(self.answer)


class GradientSketcher:
    """Sketches of the gradients of one adapter. `seed` fixes the projection, so that anyone can repeat it."""

    def __init__(self, handle: Handle, seed: str) -> None:
        assert handle.adapter is not None, "only an adapter has LoRA gradients"
        self._adapter = handle.adapter
        self._handle = handle
        self._seed = seed
        self._decoder, self._head = parts(handle.model)
        self._projections: dict[tuple[int, int], torch.Tensor] = {}
        self._signs: dict[tuple[str, int], tuple[torch.Tensor, torch.Tensor]] = {}
        self._sketch = torch.zeros(0, SKETCH_SIZE)

    def rows(
        self, rows: Sequence[tuple[str, str]], *, pause: Callable[[], None], advance: Callable[[int], None]
    ) -> torch.Tensor:
        """Unit-length sketches (rows, SKETCH_SIZE) of the gradient of each row's loss, in the order of `rows`."""
        encoded = [self._encode(text, label) for text, label in rows]
        shared = len(common_prefix([one.prompt for one in encoded]))
        prefix = self._prefix(encoded[0].prompt[:shared])
        found = torch.zeros(len(rows), SKETCH_SIZE)
        for batch in _batches(encoded, shared):
            pause()
            found[batch] = self._batch([encoded[at] for at in batch], shared, prefix)
            advance(len(batch))
        return found / found.norm(dim=1, keepdim=True).clamp_min(1e-12)

    def _encode(self, text: str, label: str) -> _Encoded:
        tokenizer = self._handle.tokenizer
        prompt: Any = tokenizer(render(tokenizer, conversation(text)), add_special_tokens=False)["input_ids"]
        answer: Any = tokenizer(label, add_special_tokens=False)["input_ids"]
        return _Encoded(tuple(prompt), (*answer, end_of_turn(tokenizer)))

    @torch.no_grad()
    def _prefix(self, ids: Sequence[int]) -> DynamicCache | None:
        if not ids:
            return None
        cache = DynamicCache()
        self._decoder(input_ids=torch.tensor([list(ids)]), past_key_values=cache, use_cache=True)
        return cache

    def _batch(self, rows: Sequence[_Encoded], shared: int, prefix: DynamicCache | None) -> torch.Tensor:
        """Sketches (batch, SKETCH_SIZE), not yet of unit length."""
        width = max(row.length for row in rows) - shared - 1  # the last token predicts nothing
        ids = torch.zeros(len(rows), width, dtype=torch.long)
        mask = torch.zeros(len(rows), shared + width, dtype=torch.long)
        places, targets, weights = [], [], []
        for at, row in enumerate(rows):
            own = (*row.prompt, *row.answer)[shared:-1]
            ids[at, : len(own)] = torch.tensor(own)
            mask[at, : shared + len(own)] = 1
            start = len(row.prompt) - shared - 1
            places += [at * width + start + step for step in range(len(row.answer))]
            targets += row.answer
            weights += [1 / len(row.answer)] * len(row.answer)
        options: dict[str, Any] = {"use_cache": False}
        if prefix is not None:
            cache = copy.deepcopy(prefix)
            cache.batch_repeat_interleave(len(rows))
            positions = torch.arange(shared, shared + width)[None]
            options = {"use_cache": True, "past_key_values": cache, "position_ids": positions}
        self._sketch = torch.zeros(len(rows), SKETCH_SIZE)
        hooks = self._hook()
        try:
            with torch.enable_grad():
                # Only activations are differentiated: the weights stay frozen, so no batch-summed gradient is formed.
                embedded = self._handle.model.get_input_embeddings()(ids).detach().requires_grad_()
                hidden = self._decoder(inputs_embeds=embedded, attention_mask=mask, **options).last_hidden_state
                logits = self._head(hidden.flatten(0, 1)[places]).float()
                losses = torch.nn.functional.cross_entropy(logits, torch.tensor(targets), reduction="none")
                # The sum over rows of each row's mean loss: row i's activations only see row i's loss.
                (losses * torch.tensor(weights)).sum().backward()
        finally:
            for hook in hooks:
                hook.remove()
        return self._sketch

    def _hook(self) -> list[RemovableHandle]:
        hooks: list[RemovableHandle] = []
        for name, module in self._handle.model.named_modules():
            for factor, side in (("lora_A", 0), ("lora_B", 1)):
                layers: Any = getattr(module, factor, None)
                if isinstance(layers, torch.nn.ModuleDict) and self._adapter in layers:
                    hooks.append(layers[self._adapter].register_forward_hook(self._catch(f"{name}.{factor}", side)))
        return hooks

    def _catch(self, name: str, side: int) -> Callable[[Any, tuple[torch.Tensor, ...], torch.Tensor], None]:
        def on_forward(_: Any, inputs: tuple[torch.Tensor, ...], output: torch.Tensor) -> None:
            given = inputs[0].detach()

            def on_gradient(gradient: torch.Tensor) -> None:
                # A: (batch, r, in), wide in its input; B: (batch, r, out), wide in its output.
                narrow, wide = (gradient, given) if side == 0 else (given, gradient)
                self._fold(name, torch.einsum("btr,btw->brw", narrow, wide))

            output.register_hook(on_gradient)

        return on_forward

    @torch.no_grad()
    def _fold(self, name: str, gradients: torch.Tensor) -> None:
        """Add one factor's gradients (batch, r, wide) to the sketch."""
        rank, wide = gradients.shape[1:]
        each = max(1, SKETCH_SIZE // rank)
        if (rank, wide) not in self._projections:
            self._projections[rank, wide] = (
                self._random_signs(f"projection {wide}", wide * each).view(wide, each) / each**0.5
            )
        if (name, wide) not in self._signs:
            self._signs[name, wide] = (
                self._random_signs(f"in {name}", wide),
                self._random_signs(f"out {name}", rank * each),
            )
        before, after = self._signs[name, wide]
        folded = ((gradients * before) @ self._projections[rank, wide]).flatten(1) * after
        self._sketch[:, : min(SKETCH_SIZE, rank * each)] += folded[:, :SKETCH_SIZE]

    def _random_signs(self, purpose: str, count: int) -> torch.Tensor:
        """`count` values of +1 or -1."""
        key = NoiseKey.of("sketch", self._seed, purpose)
        words = np.random.Philox(key=np.array([key.low, key.high], dtype=np.uint64)).random_raw(count)
        return torch.from_numpy((words >> np.uint64(63)).astype(np.float32) * 2 - 1)


def _batches(encoded: Sequence[_Encoded], shared: int) -> list[list[int]]:
    """Rows of similar length together, longest first, within the token limit."""
    batches: list[list[int]] = []
    width = 0
    for at in sorted(range(len(encoded)), key=lambda at: (-encoded[at].length, at)):
        if not batches or (len(batches[-1]) + 1) * width > TOKENS_PER_BATCH:
            batches.append([])
            width = encoded[at].length - shared
        batches[-1].append(at)
    return batches
