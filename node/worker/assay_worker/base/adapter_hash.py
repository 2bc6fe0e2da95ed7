"""The hash that names an adapter, independent of how PEFT happens to write its files.

It covers tensors sorted by name (name, dtype, shape, bytes) and a canonical configuration. PEFT's own files do not
serve: the order of `target_modules` in adapter_config.json differs between processes (measured).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import InvalidInput

if TYPE_CHECKING:
    import torch

# What changes the function the adapter computes; paths, versions and training-only switches do not.
CONFIG_FIELDS = (
    "peft_type",
    "task_type",
    "r",
    "lora_alpha",
    "bias",
    "fan_in_fan_out",
    "use_rslora",
    "use_dora",
    "target_modules",
    "modules_to_save",
    "layers_to_transform",
    "rank_pattern",
    "alpha_pattern",
)


def adapter_hash(folder: Path) -> str:
    """0x-prefixed SHA-256 of the adapter saved in `folder`; raises InvalidInput if it is not a safetensors adapter."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        tensors = load_file(folder / "adapter_model.safetensors")
        config = json.loads((folder / "adapter_config.json").read_text("utf8"))
    except (FileNotFoundError, SafetensorError, json.JSONDecodeError, UnicodeDecodeError) as fault:
        raise InvalidInput(
            "adapter.missing",
            f"adapterDir: {folder} holds no readable adapter_model.safetensors with its adapter_config.json.",
            field="adapterDir",
        ) from fault
    return hash_tensors(tensors, config)


def hash_tensors(tensors: Mapping[str, torch.Tensor], config: Mapping[str, Any]) -> str:
    """The hash of tensors and configuration; each part is length-prefixed, so that no two inputs read alike."""
    import torch

    digest = hashlib.sha256(b"assay adapter 1\n")
    for name in sorted(tensors):
        tensor = tensors[name].detach().cpu().contiguous()
        header = json.dumps([name, str(tensor.dtype).removeprefix("torch."), list(tensor.shape)], separators=(",", ":"))
        _add(digest, header.encode())
        # Through uint8, because NumPy has no bfloat16.
        _add(digest, tensor.view(-1).view(torch.uint8).numpy().tobytes())
    _add(digest, json.dumps(canonical_config(config), sort_keys=True, separators=(",", ":")).encode())
    return f"0x{digest.hexdigest()}"


def canonical_config(config: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that decide what the adapter computes, lists sorted, empty values dropped."""
    kept: dict[str, Any] = {}
    for name in CONFIG_FIELDS:
        value = config.get(name)
        if value is None or value in ({}, []):
            continue
        kept[name] = sorted(value) if isinstance(value, (list, set, tuple)) else value
    return kept


def _add(digest: Any, part: bytes) -> None:
    digest.update(len(part).to_bytes(8, "big"))
    digest.update(part)
