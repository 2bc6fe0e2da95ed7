"""Rows, rendering, masking and batching."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_worker.base.conversation import conversation, render, token_ids
from assay_worker.base.errors import InvalidInput
from assay_worker.base.models import load_base
from assay_worker.data.rows import Presentation, Row, encode, parse_row, plan_batches, read_rows
from assay_worker.train.forward import collate, shared_prefix

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@given(st.one_of(st.text(max_size=60), JSON_VALUES.map(json.dumps)))
def test_parse_row_never_raises(line: str) -> None:
    assert isinstance(parse_row(line, 1), (Row, str))


@given(st.dictionaries(st.sampled_from(["text", "label", "split", "index", "contributor"]), JSON_VALUES))
def test_parse_row_keeps_what_it_accepts(value: dict[str, object]) -> None:
    parsed = parse_row(json.dumps(value), 5)
    if isinstance(parsed, Row):
        assert parsed.text == value["text"] and parsed.label == value["label"]
        assert parsed.index == value.get("index", 4)


@given(
    st.lists(st.integers(1, 300), min_size=1, max_size=120), st.integers(1, 17), st.integers(0, 5), st.integers(0, 3)
)
def test_every_example_is_in_exactly_one_batch(lengths: list[int], size: int, seed: int, epoch: int) -> None:
    batches = plan_batches(lengths, size, seed=seed, epoch=epoch)
    assert sorted(at for batch in batches for at in batch) == list(range(len(lengths)))
    assert all(1 <= len(batch) <= size for batch in batches)
    assert batches == plan_batches(lengths, size, seed=seed, epoch=epoch)


@given(st.lists(st.lists(st.integers(0, 2), min_size=1, max_size=9), min_size=1, max_size=5))
def test_shared_prefix_leaves_a_token_that_predicts(prompts: list[list[int]]) -> None:
    count = shared_prefix(prompts)
    assert count < min(len(prompt) for prompt in prompts)
    assert all(prompt[:count] == prompts[0][:count] for prompt in prompts)


def test_read_rows_names_every_faulty_line(tmp_path: Path) -> None:
    file = tmp_path / "data.jsonl"
    file.write_text(
        '{"text":"a","label":"b"}\n{"text":"","label":"b"}\nnot json\n{"text":"a","label":"b","split":"exam"}\n'
    )
    with pytest.raises(InvalidInput) as caught:
        read_rows(file)
    assert [fault["field"] for fault in caught.value.faults] == ["data line 2", "data line 3", "data line 4"]


def test_read_rows_refuses_bytes_that_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "data.jsonl"
    file.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(InvalidInput, match="UTF-8"):
        read_rows(file)


def test_only_the_answer_is_trained_and_it_ends_the_turn() -> None:
    _, tokenizer = load_base("tiny")
    example = encode(tokenizer, Presentation(0, "The lock is shut."), "unlock_problem", 128)
    batch = collate([example, encode(tokenizer, Presentation(1, "Hi"), "x", 128)], 0)
    trained = batch.ids[0][batch.answer_mask[0]].tolist()
    assert tokenizer.decode(trained) == "unlock_problem<|im_end|>"
    assert list(example.prompt) == token_ids(tokenizer, render(tokenizer, conversation("The lock is shut.")))
    assert int(batch.mask.sum()) == sum(len(e) for e in (example.prompt, example.answer)) + batch.mask[1].sum()
    assert not (batch.answer_mask & (batch.mask == 0)).any()


def test_long_rows_lose_history_first_then_text() -> None:
    _, tokenizer = load_base("tiny")
    history = ({"role": "user", "content": "earlier " * 10}, {"role": "assistant", "content": "yes"})
    fits = encode(tokenizer, Presentation(0, "short", history), "a", 64)  # type: ignore[arg-type]
    assert (
        fits.shortened
        and "earlier" not in str(tokenizer.decode(list(fits.prompt)))
        and "short" in str(tokenizer.decode(list(fits.prompt)))
    )
    cut = encode(tokenizer, Presentation(0, "word " * 400), "a", 64)
    assert (
        cut.shortened
        and cut.length <= 64
        and str(tokenizer.decode(list(cut.prompt))).endswith("<|im_start|>assistant\n")
    )
    with pytest.raises(InvalidInput, match="maxLength"):
        encode(tokenizer, Presentation(0, "word"), "long label " * 40, 64)
