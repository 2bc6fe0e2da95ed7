"""The models this process holds: bases loaded once, adapters hot-loaded by folder, the least used dropped.

All adapters of a base share its weights. Exactly one (or none) is active at a time, so a caller
that computes calls `activate` first; only the compute thread may do so. A caller that decodes much with one adapter
asks for a merged copy.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel
from safetensors import SafetensorError, safe_open
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from .errors import InvalidInput
from .merge import merged_copy
from .models import load_adapter, load_base

MAX_ADAPTERS = 8
MAX_MERGED = 2  # a candidate and a model it is compared with
UNSETTLED = ""  # after loading, which layers are switched on is not known
BaseLoader = Callable[[str], tuple[PreTrainedModel, PreTrainedTokenizerBase]]


@dataclass(frozen=True)
class Handle:
    """A base with one of its adapters (`adapter` is the internal name, None for the bare base).

    `model` is the causal model with the adapters' layers in place, or where `merged` a copy with this adapter in its
    weights; `fingerprint` is the SHA-256 of the adapter's file.
    """

    base: str
    adapter: str | None
    fingerprint: str
    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    end_ids: frozenset[int]
    merged: bool = False


class _Base:
    """One base and its adapters, the most recently used last."""

    def __init__(self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
        self.model = model
        self.tokenizer = tokenizer
        self.tuned: PeftModel | None = None
        self.adapters: OrderedDict[str, str] = OrderedDict()
        self.active: str | None = UNSETTLED


class ModelHost:
    """Loads and switches models; not thread safe."""

    def __init__(self, loader: BaseLoader = load_base) -> None:
        self._loader = loader
        self._bases: dict[str, _Base] = {}
        self._hashes: dict[tuple[str, str], str] = {}
        self._merged: OrderedDict[tuple[str, str], PreTrainedModel | None] = OrderedDict()

    def loaded(self) -> list[str]:
        """Names of the bases in memory."""
        return sorted(self._bases)

    def open(self, base: str, adapter_dir: str | None = None, adapter_hash: str | None = None) -> Handle:
        """Load what is missing and make it active. Raises InvalidInput for a bad folder or a hash that differs."""
        entry = self._bases.get(base)
        if entry is None:
            entry = self._bases[base] = _Base(*self._loader(base))
        name, fingerprint = None, ""
        if adapter_dir is not None:
            folder = Path(adapter_dir)
            fingerprint = _fingerprint(folder)
            self._check_hash(folder, fingerprint, adapter_hash)
            name = self._load(base, entry, folder, fingerprint)
        handle = Handle(base, name, fingerprint, entry.model, entry.tokenizer, _end_ids(entry.model, entry.tokenizer))
        self.activate(handle)
        return handle

    def open_merged(self, base: str, adapter_dir: str | None = None, adapter_hash: str | None = None) -> Handle:
        """As `open`, with the adapter in the weights where possible (merge.py), for a caller that decodes much."""
        handle = self.open(base, adapter_dir, adapter_hash)
        if handle.adapter is None:
            return handle
        key = base, handle.adapter
        if key not in self._merged:
            while len(self._merged) >= MAX_MERGED:
                self._merged.popitem(last=False)
            self._merged[key] = merged_copy(handle.model, handle.adapter)
        self._merged.move_to_end(key)
        merged = self._merged[key]
        return handle if merged is None else replace(handle, model=merged, merged=True)

    def activate(self, handle: Handle) -> None:
        """Make the handle's adapter the one that computes; nothing happens if it is already, or has its own weights."""
        if handle.merged:
            return
        entry = self._bases[handle.base]
        if entry.tuned is None or entry.active == handle.adapter:
            return
        lora: Any = entry.tuned.base_model
        if handle.adapter is None:
            lora.disable_adapter_layers()
        else:
            lora.enable_adapter_layers()
            entry.tuned.set_adapter(handle.adapter)
            entry.tuned.requires_grad_(False)
            entry.adapters.move_to_end(handle.adapter)
        entry.active = handle.adapter

    def _load(self, base: str, entry: _Base, folder: Path, fingerprint: str) -> str:
        name = f"a{fingerprint[:24]}"
        if name in entry.adapters:
            return name
        while len(entry.adapters) >= MAX_ADAPTERS and entry.tuned is not None:
            oldest = next(at for at in entry.adapters if at != entry.active)
            entry.tuned.delete_adapter(oldest)
            del entry.adapters[oldest]
        _check_fit(base, entry.model, folder)
        # A chat can open an adapter in the middle of a job's inference mode; weights made there could never be
        # differentiated through by a later attribution.
        with torch.inference_mode(False):
            entry.tuned = load_adapter(entry.tuned or entry.model, folder, name=name)  # pyright: ignore[reportArgumentType]
        entry.tuned.requires_grad_(False)
        entry.adapters[name] = str(folder)
        entry.active = UNSETTLED
        return name

    def _check_hash(self, folder: Path, fingerprint: str, wanted: str | None) -> None:
        if wanted is None:
            return
        from .adapter_hash import adapter_hash

        key = (str(folder), fingerprint)
        if key not in self._hashes:
            self._hashes[key] = adapter_hash(folder)
        if self._hashes[key].lower().removeprefix("0x") != wanted.lower().removeprefix("0x"):
            raise InvalidInput(
                "adapter.hash",
                f"adapterHash: the adapter in {folder} hashes to {self._hashes[key]}, not {wanted}; fetch it again.",
                field="adapterHash",
            )


def _fingerprint(folder: Path) -> str:
    weights, config = folder / "adapter_model.safetensors", folder / "adapter_config.json"
    if not weights.is_file() or not config.is_file():
        raise InvalidInput(
            "adapter.missing",
            f"adapterDir: {folder} has no adapter_model.safetensors with its adapter_config.json.",
            field="adapterDir",
        )
    digest = hashlib.sha256(config.read_bytes())
    with weights.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _check_fit(base: str, model: PreTrainedModel, folder: Path) -> None:
    """Compare the adapter's shapes with the base before PEFT touches it: PEFT cannot take out a half-placed adapter."""
    modules = {_bare(name): module for name, module in model.named_modules()}
    fault = InvalidInput(
        "adapter.mismatch",
        f"adapterDir: {folder} does not fit {base}; it was made for a different base.",
        field="adapterDir",
    )
    try:
        with safe_open(str(folder / "adapter_model.safetensors"), framework="pt") as file:
            for key in file.keys():  # noqa: SIM118 (not a dict)
                path = _bare(key.removeprefix("base_model.model."))
                module, _, part = path.partition(".lora_")
                layer = modules.get(module)
                if not part:
                    continue
                size = getattr(layer, "in_features" if part.startswith("A") else "out_features", None)
                if size != file.get_slice(key).get_shape()[1 if part.startswith("A") else 0]:
                    raise fault
    except SafetensorError as broken:
        raise InvalidInput(
            "adapter.unreadable",
            f"adapterDir: the weights in {folder} are damaged; fetch them again.",
            field="adapterDir",
        ) from broken


def _bare(name: str) -> str:
    """A module's name as it was before PEFT wrapped it."""
    return name.replace(".base_layer", "")


def _end_ids(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> frozenset[int]:
    found: set[int] = set()
    declared: Any = getattr(model.generation_config, "eos_token_id", None)
    for token in (*(declared if isinstance(declared, list) else [declared]), tokenizer.eos_token_id):
        if isinstance(token, int):
            found.add(token)
    return frozenset(found)
