"""Checkpoints on optimizer steps: adapter, optimizer, generator, position and history, in one safetensors file.

No pickle, so that a resumed job never runs code from its folder. Written whole or not at all; the two newest are kept.
The learning-rate schedule is a pure function of the step, so its state is the step.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save

from ..base.errors import InvalidInput
from ..base.files import write_bytes

KEPT = 2


@dataclass
class Progress:
    """Where a run stands. `step`: optimizer steps done; `seconds`: compute so far, over all processes."""

    step: int = 0
    seconds: float = 0.0
    tokens: int = 0
    loss: list[dict[str, float]] = field(default_factory=list[dict[str, float]])
    validation: list[dict[str, float]] = field(default_factory=list[dict[str, float]])


def save_checkpoint(
    folder: Path,
    named: dict[str, torch.nn.Parameter],
    optimizer: torch.optim.Optimizer,
    progress: Progress,
    binding: str,
) -> Path:
    """Write the checkpoint of `progress.step`; raises DiskFull, and the older checkpoints stay."""
    tensors: dict[str, torch.Tensor] = {"rng": torch.get_rng_state()}
    for name, parameter in named.items():
        tensors[f"parameter/{name}"] = parameter.detach().contiguous()
        for key, value in optimizer.state[parameter].items():
            tensors[f"optimizer/{key}/{name}"] = torch.as_tensor(value).contiguous()
    state = json.dumps({"binding": binding, **vars(progress)}, allow_nan=False)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"step-{progress.step:06d}.safetensors"
    write_bytes(path, save(tensors, metadata={"state": state}), what=f"the checkpoint of step {progress.step}")
    for old in sorted(folder.glob("step-*.safetensors"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


def newest_checkpoint(folder: Path) -> Path | None:
    """The checkpoint of the highest step, or None."""
    return max(folder.glob("step-*.safetensors"), default=None)


def load_checkpoint(
    path: Path, named: dict[str, torch.nn.Parameter], optimizer: torch.optim.Optimizer, binding: str
) -> Progress:
    """Put a checkpoint back into parameters, optimizer and generator; returns where the run stood.

    Raises InvalidInput `checkpoint.other` if job or data changed since, `checkpoint.broken` if it cannot be read.
    """
    try:
        with safe_open(path, framework="pt") as file:
            state: dict[str, Any] = json.loads((file.metadata() or {})["state"])
            if state.pop("binding") != binding:
                raise InvalidInput(
                    "checkpoint.other",
                    f"job.json: job or data changed since {path.name}; start a new job or restore the files.",
                    field="job",
                )
            tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 - not a mapping
        with torch.no_grad():
            for name, parameter in named.items():
                parameter.copy_(tensors[f"parameter/{name}"])
    except (SafetensorError, KeyError, json.JSONDecodeError) as fault:
        raise InvalidInput(
            "checkpoint.broken",
            f"{path.name}: is not a whole checkpoint; delete it and resume from the one before.",
            field="checkpoint",
        ) from fault
    for key, value in tensors.items():
        kind, _, rest = key.partition("/")
        if kind == "optimizer":
            slot, _, name = rest.partition("/")
            optimizer.state[named[name]][slot] = value
    torch.set_rng_state(tensors["rng"])
    return Progress(**state)
