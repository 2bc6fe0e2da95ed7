"""Base models the worker knows, and the rules that every different one must keep.

An entry of catalogue.json says where a model comes from, under which licence, how large it is and which of its layers
take LoRA. Any local folder or hub id works by the same path. Not covered: encoder-decoder and vision models.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from .errors import InvalidInput

PICKLE_SUFFIXES = (".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt")
ATTENTION_AND_MLP = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
BYTES_FP32 = 4
BYTES_NF4 = 0.56  # 4 bits per weight plus doubly quantised block constants (Dettmers et al. 2023, arXiv:2305.14314)


@dataclass(frozen=True)
class BaseModel:
    """One base: `params` in millions, `layers`/`hidden` for the memory model, `source` package|generated|hub|folder."""

    id: str
    name: str
    family: str
    hub: str
    licence: str
    params: float
    layers: int
    hidden: int
    source: str = "hub"
    targets: tuple[str, ...] = ATTENTION_AND_MLP
    template: str = "the tokenizer's own chat template"
    gated: bool = False

    def memory_mb(self, *, method: str, rank: int, batch_size: int, max_length: int) -> int:
        """Predicted peak MB of training: weights, adapter with AdamW state, and saved activations.

        Activations: about 34 values of `hidden` size are kept per token and layer for the backward pass (Korthikanti
        et al. 2022, arXiv:2205.05198, without attention scores). 450 MB is what Python and torch take by themselves.
        """
        weights = self.params * 1e6 * (BYTES_NF4 if method == "qlora" else BYTES_FP32)
        adapter = 2 * rank * self.hidden * len(self.targets) * self.layers * BYTES_FP32 * 4
        activations = batch_size * max_length * self.hidden * self.layers * 34 * BYTES_FP32
        return round((weights + adapter + activations) / 1e6) + 450


CATALOGUE: tuple[BaseModel, ...] = tuple(
    BaseModel(**entry) for entry in json.loads((Path(__file__).parent / "catalogue.json").read_text("utf8"))
)


def find(base: str) -> BaseModel | None:
    """The catalogue entry of an id or hub name, or None."""
    return next((entry for entry in CATALOGUE if base in (entry.id, entry.hub) and base), None)


def describe(entry: BaseModel, *, cached: bool) -> dict[str, object]:
    """A catalogue row for the studio: the entry plus `available` and, where it is not, the reason in a sentence."""
    row: dict[str, object] = asdict(entry)
    if cached or entry.source in ("package", "generated"):
        return {**row, "available": True, "ready": cached}
    reason = f"The weights of {entry.hub} are not in this machine's cache; fetch them there or name a local folder."
    if entry.gated:
        reason += " Its publisher asks you to accept a licence first."
    return {**row, "available": False, "ready": False, "reason": reason}


def check_folder(folder: Path) -> None:
    """Refuse a model folder that would run code or unpickle: raises InvalidInput `base.unsafe` or `base.incomplete`."""
    config = folder / "config.json"
    if not config.is_file():
        raise InvalidInput(
            "base.incomplete",
            f"base: {folder} has no config.json; name a folder saved by save_pretrained.",
            field="base",
        )
    try:
        content = json.loads(config.read_text("utf8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as fault:
        raise InvalidInput(
            "base.incomplete", f"base: {config} is not JSON; save the model again.", field="base"
        ) from fault
    if "auto_map" in content:
        raise InvalidInput(
            "base.unsafe",
            f"base: {folder} asks to run its own code (auto_map in config.json); "
            "Assay never does that; choose a base of a built-in architecture.",
            field="base",
        )
    if any(folder.glob("*.safetensors")):
        return
    pickles = sorted(path.name for path in folder.iterdir() if path.suffix in PICKLE_SUFFIXES)
    if pickles:
        raise InvalidInput(
            "base.unsafe",
            f"base: {folder} holds pickle weights ({pickles[0]}), which can run code; "
            "convert them to safetensors first.",
            field="base",
        )
    raise InvalidInput(
        "base.incomplete", f"base: {folder} holds no .safetensors file; save the weights as safetensors.", field="base"
    )
