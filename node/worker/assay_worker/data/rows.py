"""Training rows: reading data.jsonl, rendering by the chat template, masking the prompt, batching by length.

A row is {index, text, label, contributor?, group?, split}; split is train, validation or exam (exam rows are refused:
a trainer must never see them). Token ids of prompt and answer are made apart, exactly as in serving, where the model
continues the prompt's ids. Not covered: packing several rows in one sequence.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..base.conversation import Message, conversation, end_of_turn, render, token_ids
from ..base.errors import InvalidInput

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

MAX_ROWS = 200_000
MAX_CELL_BYTES = 65_536
MAX_FAULTS = 20
SPLITS = ("train", "validation")
BUCKET_BATCHES = 8  # batches sorted by length together; more saves little padding and mixes worse


@dataclass(frozen=True)
class Row:
    """One row of the bundle; `index` is its index in the dataset version."""

    index: int
    text: str
    label: str
    contributor: str
    split: str


@dataclass(frozen=True)
class Presentation:
    """One showing of a row: which row, the text as shown, the turns before it, and which change was made."""

    row: int
    text: str
    history: tuple[Message, ...] = ()
    change: str = "plain"


@dataclass(frozen=True)
class Example:
    """One presentation in token ids: the loss is taken on `answer` only (it ends with the end-of-turn token)."""

    row: int
    prompt: tuple[int, ...]
    answer: tuple[int, ...]
    shortened: bool = False

    @property
    def length(self) -> int:
        return len(self.prompt) + len(self.answer)


def read_rows(path: Path) -> list[Row]:
    """All rows of data.jsonl; raises InvalidInput naming every faulty line (the first 20)."""
    try:
        lines = path.read_text("utf8").splitlines()
    except FileNotFoundError as fault:
        raise InvalidInput("data.missing", f"data.jsonl: {path.parent} has none.", field="data") from fault
    except UnicodeDecodeError as fault:
        raise InvalidInput("data.notText", "data.jsonl: is not UTF-8 text; save it as UTF-8.", field="data") from fault
    rows: list[Row] = []
    faults: list[dict[str, str]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        parsed = parse_row(line, number)
        if isinstance(parsed, Row):
            rows.append(parsed)
        else:
            faults.append({"field": f"data line {number}", "message": f"data.jsonl line {number}: {parsed}."})
    if len(rows) > MAX_ROWS:
        faults.append({"field": "data", "message": f"data.jsonl: has {len(rows)} rows; the limit is {MAX_ROWS}."})
    if not faults and not any(row.split == "train" for row in rows):
        faults.append({"field": "data", "message": 'data.jsonl: has no row with split "train".'})
    if faults:
        shown = faults[:MAX_FAULTS]
        more = f" {len(faults) - MAX_FAULTS} more lines are faulty." if len(faults) > MAX_FAULTS else ""
        raise InvalidInput(
            "data.invalid", " ".join(fault["message"] for fault in shown) + more, field="data", faults=shown
        )
    return rows


def parse_row(line: str, number: int) -> Row | str:
    """The row of one JSON line, or what is wrong with it. Without an index the line's place is used."""
    try:
        value: Any = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return "is not JSON"
    if not isinstance(value, dict):
        return "must be an object"
    for name in ("text", "label"):
        cell = value.get(name)
        if not isinstance(cell, str) or not cell.strip():
            return f"{name} must be a text that is not empty"
        if len(cell.encode("utf8", "surrogatepass")) > MAX_CELL_BYTES:
            return f"{name} is longer than {MAX_CELL_BYTES // 1024} KB"
    split = value.get("split", "train")
    if split not in SPLITS:
        return f"split must be train or validation, not {json.dumps(split)[:40]}"
    index = value.get("index", number - 1)
    if isinstance(index, bool) or not isinstance(index, int) or index < 0:
        return "index must be a whole number from 0"
    return Row(index, value["text"], value["label"], str(value.get("contributor", "")), split)


def encode(tokenizer: PreTrainedTokenizerBase, shown: Presentation, label: str, max_length: int) -> Example:
    """Token ids of one presentation, shortened to `max_length`: earlier turns go first, then the end of the text."""
    answer = (*token_ids(tokenizer, label), end_of_turn(tokenizer))
    history = list(shown.history)
    text = shown.text
    prompt = token_ids(tokenizer, render(tokenizer, conversation(text, history)))
    shortened = False
    while len(prompt) + len(answer) > max_length and history:
        history = history[2:]
        prompt = token_ids(tokenizer, render(tokenizer, conversation(text, history)))
        shortened = True
    keep = len(text)
    while len(prompt) + len(answer) > max_length and keep > 0:
        # A token's length in characters is unknown, so cut in proportion and look again; keep shrinks each time.
        keep = min(keep - 1, keep * (max_length - len(answer)) // (len(prompt) + 1))
        text = shown.text[: max(keep, 0)]
        prompt = token_ids(tokenizer, render(tokenizer, conversation(text)))
        shortened = True
    if len(prompt) + len(answer) > max_length:
        raise InvalidInput(
            "job.invalid",
            f"hyperparameters.maxLength: {max_length} is too small for the instruction and "
            f'the label "{label[:40]}" ({len(prompt) + len(answer)} tokens); raise it.',
            field="hyperparameters.maxLength",
        )
    return Example(shown.row, tuple(prompt), answer, shortened)


def plan_batches(lengths: Sequence[int], batch_size: int, *, seed: int, epoch: int) -> list[list[int]]:
    """Every example once, in batches of similar length, in an order fixed by seed and epoch."""
    rng = random.Random(f"batches {seed} {epoch}")
    order = rng.sample(range(len(lengths)), len(lengths))
    stretch = batch_size * BUCKET_BATCHES
    batches: list[list[int]] = []
    for start in range(0, len(order), stretch):
        near = sorted(order[start : start + stretch], key=lambda place: (lengths[place], place))
        batches += [near[first : first + batch_size] for first in range(0, len(near), batch_size)]
    rng.shuffle(batches)
    return batches
