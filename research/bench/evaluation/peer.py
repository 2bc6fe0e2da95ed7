"""The same trials by transformers' own batched `generate`: the yardstick of the evaluator's throughput.

It gets every advantage a caller could give it: prompts sorted by length, left padding, its own key-value cache, the
best of several batch sizes. It draws the repeats from the same keyed noise, by a logits processor, so its ids can be
compared. Like the evaluator it begins with texts and ends with texts; trials are built, graded and counted by the
evaluator alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from assay_worker.base.host import Handle
from assay_worker.base.sampling import NoiseKey, gumbel
from transformers import LogitsProcessor, LogitsProcessorList


@dataclass(frozen=True)
class Asked:
    """One trial: where it belongs, its prompt, and the noise of a repeat."""

    place: tuple[int, int]
    prompt: str
    key: NoiseKey | None


class KeyedNoise(LogitsProcessor):
    """Adds each row's Gumbel noise to logits / T; greedy search over the sum is the evaluator's sampling."""

    def __init__(self, keys: Sequence[NoiseKey | None], temperature: float, prompt_width: int) -> None:
        self._keyed = [(row, key) for row, key in enumerate(keys) if key is not None]
        self._rows = [row for row, _ in self._keyed]
        self._temperature = temperature
        self._width = prompt_width

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """Scores (rows, vocabulary) in fp64 where a row samples, unchanged otherwise."""
        step = input_ids.shape[1] - self._width
        if not self._keyed:
            return scores
        noise = np.stack([gumbel(key, step, scores.shape[1]) for _, key in self._keyed])
        scores = scores.double()
        scores[self._rows] = scores[self._rows] / self._temperature + torch.from_numpy(noise)
        return scores


@torch.inference_mode()
def generate_all(
    handle: Handle, asked: Sequence[Asked], *, batch_size: int, temperature: float, max_new_tokens: int
) -> dict[tuple[int, int], list[int]]:
    """The ids of every trial, the end token included; its text is made too, and thrown away."""
    model: Any = handle.model
    pad = handle.tokenizer.pad_token_id
    texts = handle.tokenizer([one.prompt for one in asked], add_special_tokens=False)["input_ids"]
    order = sorted(zip(asked, texts, strict=True), key=lambda one: -len(one[1]))
    answers: dict[tuple[int, int], list[int]] = {}
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        width = len(batch[0][1])
        tokens = torch.full((len(batch), width), pad, dtype=torch.long)
        mask = torch.zeros(len(batch), width, dtype=torch.long)
        for row, (_, ids) in enumerate(batch):
            tokens[row, width - len(ids) :] = torch.tensor(ids)
            mask[row, width - len(ids) :] = 1
        written = model.generate(
            input_ids=tokens,
            attention_mask=mask,
            max_new_tokens=max_new_tokens,
            do_sample=False,
            eos_token_id=sorted(handle.end_ids),
            pad_token_id=pad,
            logits_processor=LogitsProcessorList([KeyedNoise([one.key for one, _ in batch], temperature, width)]),
        )
        for row, (one, _) in enumerate(batch):
            answers[one.place] = _until_end(written[row, width:].tolist(), handle.end_ids)
    handle.tokenizer.batch_decode(list(answers.values()), skip_special_tokens=True)
    return answers


def _until_end(ids: list[int], end_ids: frozenset[int]) -> list[int]:
    for at, token in enumerate(ids):
        if token in end_ids:
            return ids[: at + 1]
    return ids
