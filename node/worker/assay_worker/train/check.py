"""What a run looks at between epochs: loss on validation rows and one answer to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from ..base.compute_lease import compute_lease
from ..base.conversation import conversation, end_of_turn, render, token_ids
from ..data.rows import Presentation, Row, encode
from .forward import collate, lean_loss, plain_loss, without_dropout

if TYPE_CHECKING:
    from peft import PeftModel
    from transformers import PreTrainedTokenizerBase

CHECK_ROWS = 48
CHECK_BATCH = 16
ANSWER_TOKENS = 16


def validation_loss(
    model: PeftModel, tokenizer: PreTrainedTokenizerBase, rows: list[Row], *, max_length: int, lean: bool
) -> float | None:
    """Mean loss per answer token over the first 48 validation rows; None without any."""
    chosen = rows[:CHECK_ROWS]
    if not chosen:
        return None
    examples = [encode(tokenizer, Presentation(at, row.text), row.label, max_length) for at, row in enumerate(chosen)]
    examples.sort(key=lambda example: example.length)
    loss_of = lean_loss if lean else plain_loss
    total = 0.0
    answers = 0
    for start in range(0, len(examples), CHECK_BATCH):
        batch = collate(examples[start : start + CHECK_BATCH], pad_id(tokenizer))
        count = int(batch.answer_mask.sum())
        with compute_lease(), torch.no_grad(), without_dropout(model):
            total += float(loss_of(model, batch)) * count
        answers += count
    return total / answers


def sample_answer(model: PeftModel, tokenizer: PreTrainedTokenizerBase, text: str) -> str:
    """The model's greedy answer to one message, for a person to look at."""
    prompt = torch.tensor([token_ids(tokenizer, render(tokenizer, conversation(text)))])
    with compute_lease(), torch.no_grad(), without_dropout(model):
        output = model.generate(
            input_ids=prompt,
            attention_mask=torch.ones_like(prompt),
            max_new_tokens=ANSWER_TOKENS,
            do_sample=False,
            eos_token_id=end_of_turn(tokenizer),
            pad_token_id=pad_id(tokenizer),
        )
    return str(tokenizer.decode(output[0, prompt.shape[1] :], skip_special_tokens=True)).strip()


def pad_id(tokenizer: PreTrainedTokenizerBase) -> int:
    """The padding id; any id works, because padding is masked."""
    return tokenizer.pad_token_id if isinstance(tokenizer.pad_token_id, int) else end_of_turn(tokenizer)
