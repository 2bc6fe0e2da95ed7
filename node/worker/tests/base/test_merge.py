"""Merged copies: the same answers, nothing of the base touched, and no merging where it is no plain sum."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from peft import LoraConfig, get_peft_model
from random_llama import make_adapter, make_base

from assay_worker.base import merge
from assay_worker.base.host import ModelHost

IDS = torch.tensor([[5, 9, 11, 30, 7], [8, 8, 40, 3, 2]])


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, str]:
    root = tmp_path_factory.mktemp("merge")
    base = make_base(root / "base")
    return str(base), str(make_adapter(base, root / "one")), str(make_adapter(base, root / "two", seed=9))


def logits(model: Any) -> torch.Tensor:
    with torch.inference_mode():
        return model(input_ids=IDS).logits


def test_a_merged_copy_computes_what_the_layers_compute(folders: tuple[str, str, str]) -> None:
    base, one, two = folders
    host = ModelHost()
    bare = logits(host.open(base).model)
    layered = logits(host.open(base, one).model)
    merged = host.open_merged(base, one)
    assert merged.merged
    assert (logits(merged.model) - layered).abs().max() < 1e-4
    assert (layered - bare).abs().max() > 1e-2, "the adapter changes something"
    # The other adapter and the bare base are as they were.
    other = host.open_merged(base, two)
    assert (logits(other.model) - layered).abs().max() > 1e-2
    host.activate(merged)
    assert torch.equal(logits(host.open(base, one).model), layered)
    assert torch.equal(logits(host.open(base).model), bare)


def test_a_copy_shares_what_the_adapter_leaves_alone_and_is_made_once(folders: tuple[str, str, str]) -> None:
    base, one, _ = folders
    host = ModelHost()
    merged, layered = host.open_merged(base, one).model, host.open(base, one).model
    assert host.open_merged(base, one).model is merged
    first, second = (dict(model.named_parameters())["model.embed_tokens.weight"] for model in (merged, layered))
    assert first.data_ptr() == second.data_ptr()
    assert not any("lora" in name for name, _ in merged.named_parameters())


def test_the_bare_base_needs_no_copy(folders: tuple[str, str, str]) -> None:
    host = ModelHost()
    assert host.open_merged(folders[0]).model is host.open(folders[0]).model


@pytest.mark.parametrize("change", [{"use_dora": True}, {"lora_bias": True}, {"modules_to_save": ["lm_head"]}])
def test_no_copy_of_what_is_no_plain_sum(folders: tuple[str, str, str], change: dict[str, Any]) -> None:
    model: Any = ModelHost().open(folders[0]).model
    tuned = get_peft_model(model, LoraConfig(r=2, target_modules=["q_proj"], **change))
    assert merge.merged_copy(tuned.get_base_model(), "default") is None  # pyright: ignore[reportArgumentType]


def test_no_copy_where_memory_is_short(folders: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    base, one, _ = folders
    monkeypatch.setattr(merge, "MEMORY_SHARE", 1 << 60)
    handle = ModelHost().open_merged(base, one)
    assert not handle.merged
    assert any("lora" in name for name, _ in handle.model.named_parameters())
