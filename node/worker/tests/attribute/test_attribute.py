"""Attribution: duplicates and splits earn nothing, shares are exact integers, and wrong labels do not pay."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from random_llama import make_adapter, make_base

from assay_worker.attribute.gradients import GradientSketcher
from assay_worker.attribute.shares import (
    DAMPING,
    PPM,
    AttributeParams,
    TrainRow,
    attribute,
    influences,
    largest_remainder,
    owner_shares,
)
from assay_worker.base.host import Handle, ModelHost
from assay_worker.base.work import Work
from assay_worker.data.duplicates import originals
from assay_worker.suite.trials import ExamItem

ROWS = (
    TrainRow(0, "Where is the card I ordered last week?", "arrival", "0xA"),
    TrainRow(1, "I lost my wallet with the card in it", "lost", "0xA"),
    TrainRow(2, "My parcel has still not come", "arrival", "0xB"),
    TrainRow(3, "Somebody has stolen my purse", "lost", "0xB"),
    TrainRow(4, "How do I change the PIN?", "pin", "0xC"),
    TrainRow(5, "Can I pick another secret number?", "pin", "0xC"),
)
ITEMS = (ExamItem(0, "when will my new card come", "arrival"), ExamItem(1, "my card is gone", "lost"))


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    root = tmp_path_factory.mktemp("models")
    base = make_base(root / "base")
    return str(base), str(make_adapter(base, root / "adapter"))


@pytest.fixture(scope="module")
def host() -> ModelHost:
    return ModelHost()


def shares_of(models: tuple[str, str], host: ModelHost, rows: tuple[TrainRow, ...]) -> dict[str, int]:
    work = Work(host, Path(), lambda: None, lambda _: None)
    result = attribute(AttributeParams(models[0], models[1], None, rows, ITEMS, "ab"), work)
    shares = {share["contributor"]: share["ppm"] for share in result["shares"]}
    assert sum(shares.values()) == PPM
    return shares


def test_attribution_is_repeatable(models: tuple[str, str], host: ModelHost) -> None:
    assert shares_of(models, host, ROWS) == shares_of(models, ModelHost(), tuple(reversed(ROWS)))


def test_own_duplicates_raise_nothing(models: tuple[str, str], host: ModelHost) -> None:
    copies = tuple(
        replace(row, index=100 + 10 * row.index + at, text=text)
        for row in ROWS
        if row.contributor == "0xA"
        for at, text in enumerate(
            [row.text, row.text.upper(), row.text + "!!", "Hi, " + row.text, row.text.replace("card", "crad")]
        )
    )
    assert shares_of(models, host, (*ROWS, *copies)) == shares_of(models, host, ROWS)


def test_a_copier_of_others_earns_nothing(models: tuple[str, str], host: ModelHost) -> None:
    copies = tuple(
        replace(row, index=100 + row.index, text=row.text.lower() + " please", contributor="0xD") for row in ROWS
    )
    assert shares_of(models, host, (*ROWS, *copies)) == {**shares_of(models, host, ROWS), "0xD": 0}


def test_splitting_an_owner_into_identities_raises_nothing(models: tuple[str, str], host: ModelHost) -> None:
    whole = shares_of(models, host, ROWS)
    split = shares_of(models, host, tuple(replace(row, contributor=f"{row.contributor}{row.index}") for row in ROWS))
    for owner, share in whole.items():
        parts = sum(value for name, value in split.items() if name.startswith(owner))
        assert abs(parts - share) <= 2, "only the rounding of a ppm may move"


def test_copies_of_a_text_with_another_label_are_rows_of_their_own() -> None:
    assert originals([(0, "where is my card", "arrival"), (1, "where is my card", "lost")]) == {0: 0, 1: 1}


def test_duplicates_do_not_chain() -> None:
    texts = ["alpha beta gamma delta", "gamma delta epsilon zeta", "epsilon zeta eta theta"]
    assert originals([(at, text, "x") for at, text in enumerate(texts)]) == {0: 0, 1: 1, 2: 2}


@given(
    st.dictionaries(st.text("0123456789abcdef", min_size=1, max_size=6), st.integers(0, 10**9), min_size=1, max_size=12)
)
def test_largest_remainder_is_exact_and_fair(weights: dict[str, int]) -> None:
    total = sum(weights.values())
    if total == 0:
        return
    shares = largest_remainder(weights)
    assert sum(shares.values()) == PPM
    assert all(abs(shares[name] - weights[name] * PPM / total) < 1 for name in weights)


def test_ties_go_to_the_lower_address() -> None:
    assert largest_remainder({"0xC": 1, "0xa": 1, "0xB": 1}) == {"0xa": 333_334, "0xB": 333_333, "0xC": 333_333}


def test_without_positive_influence_the_distinct_rows_count() -> None:
    shares = owner_shares(ROWS, -np.ones((6, 2)), {"0xA", "0xB", "0xC", "0xE"})
    assert {share["contributor"]: share["ppm"] for share in shares} == {
        "0xA": 333_334,
        "0xB": 333_333,
        "0xC": 333_333,
        "0xE": 0,
    }


def test_influence_by_woodbury_equals_the_plain_inverse() -> None:
    rng = np.random.default_rng(1)
    rows, items = rng.normal(size=(12, 30)).astype(np.float32), rng.normal(size=(3, 30)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    fisher = rows.T @ rows / 12 + DAMPING / 12 * np.eye(30)
    assert np.allclose(influences(rows, items), rows @ np.linalg.solve(fisher, items.T), atol=1e-3)


def test_wrong_labels_have_low_influence() -> None:
    """The goal of evaluation.md, AUC >= .80, as the mean of five seeds of a softmax regression in closed form.

    A row's gradient is its features times (probabilities - label).
    """
    assert np.mean([planted_auc(seed) for seed in range(5)]) >= 0.8


def planted_auc(seed: int) -> float:
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(4, 16))

    def gradients(topics: npt.NDArray[np.int64], labels: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        features = centres[topics] + 0.6 * rng.normal(size=(len(topics), 16))
        flat = np.einsum("nf,nl->nfl", features, 0.25 - np.eye(4)[labels]).reshape(len(topics), -1)
        return (flat / np.linalg.norm(flat, axis=1, keepdims=True)).astype(np.float32)

    topics, asked = np.arange(120) % 4, np.arange(32) % 4
    wrong = np.arange(120) % 10 == 3
    rows = gradients(topics, np.where(wrong, (topics + 1) % 4, topics))
    totals = influences(rows, gradients(asked, asked)).sum(axis=1)
    return float((totals[~wrong][:, None] > totals[wrong][None]).mean())


def test_sketched_inner_products_follow_true_gradients(models: tuple[str, str], host: ModelHost) -> None:
    """Reference: one row at a time, autograd on the adapter's own weights, prompt prefix included as a constant."""
    handle = host.open(*models)
    texts = [(row.text, row.label) for row in ROWS]
    sketches = GradientSketcher(handle, "ab").rows(texts, pause=lambda: None, advance=lambda _: None)
    truth = reference(handle, texts)
    cosines, expected = (sketches @ sketches.T).numpy(), (truth @ truth.T).numpy()
    assert np.allclose(np.diag(cosines), 1, atol=1e-5)
    assert np.abs(cosines - expected).max() < 0.08


def reference(handle: Handle, rows: list[tuple[str, str]]) -> torch.Tensor:
    from assay_worker.base.conversation import conversation, end_of_turn, render
    from assay_worker.base.prefill import common_prefix

    def ids(text: str) -> tuple[int, ...]:
        found: Any = handle.tokenizer(text, add_special_tokens=False)["input_ids"]
        return tuple(found)

    prompts = [ids(render(handle.tokenizer, conversation(text))) for text, _ in rows]
    shared = len(common_prefix(prompts))
    weights = [
        value for name, value in handle.model.named_parameters() if "lora_" in name and f".{handle.adapter}." in name
    ]
    found: list[torch.Tensor] = []
    for prompt, (_, label) in zip(prompts, rows, strict=True):
        answer = [*ids(label), end_of_turn(handle.tokenizer)]
        with torch.no_grad():
            cache = handle.model(input_ids=torch.tensor([prompt[:shared]]), use_cache=True).past_key_values
        for weight in weights:
            weight.requires_grad_(True)
        own = torch.tensor([[*prompt[shared:], *answer]])
        logits: Any = handle.model(input_ids=own, past_key_values=cache, use_cache=True).logits
        start = len(prompt) - shared - 1
        loss = torch.nn.functional.cross_entropy(logits[0, start : start + len(answer)], torch.tensor(answer))
        gradients = torch.autograd.grad(loss, weights)
        for weight in weights:
            weight.requires_grad_(False)
        flat = torch.cat([gradient.flatten() for gradient in gradients])
        found.append(flat / flat.norm())
    return torch.stack(found)
