"""The training job as the worker reads it: job.json checked in full before a weight is loaded.

All faults are reported at once, and each names its field. Field names are those of job.json. The defaults were measured
on SmolLM2-135M with eight intents (see `Hyperparameters`).
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from ..base.errors import InvalidInput
from .robustness import KINDS

METHODS = ("lora", "qlora")


@dataclass(frozen=True)
class Hyperparameters:
    """What a publisher may set. Units and the reason of each default stand beside the field."""

    learningRate: float = 1e-3  # peak of the cosine; LoRA takes about ten times a full fine-tune's rate
    epochs: int = 2  # times each row is shown; the loss is near its floor after one and a half
    batchSize: int = 8  # rows per optimizer step
    rank: int = 16  # inner size of the adapter
    alpha: int = 32  # adapter scale is alpha / rank
    dropout: float = 0.0  # the robustness mix is the regulariser
    maxLength: int = 256  # tokens per row, prompt and answer; longer rows lose earlier turns, then text
    seed: int = 7
    robustnessMix: float = 0.5  # share of the showings that are perturbed; 0 turns the mix off
    robustnessKinds: tuple[str, ...] = KINDS  # what the mix draws from, in the order of KINDS
    warmupShare: float = 0.06  # of all steps, linear
    weightDecay: float = 0.0
    maxGradNorm: float = 1.0
    checkpointEvery: int = 25  # optimizer steps


@dataclass(frozen=True)
class Bounds:
    low: float
    high: float
    whole: bool = False
    open_low: bool = False


BOUNDS: dict[str, Bounds] = {
    "learningRate": Bounds(0, 0.1, open_low=True),
    "epochs": Bounds(1, 50, whole=True),
    "batchSize": Bounds(1, 256, whole=True),
    "rank": Bounds(1, 256, whole=True),
    "alpha": Bounds(1, 1024, whole=True),
    "dropout": Bounds(0, 0.9),
    "maxLength": Bounds(32, 8192, whole=True),
    "seed": Bounds(0, 2**31 - 1, whole=True),
    "robustnessMix": Bounds(0, 1),
    "warmupShare": Bounds(0, 0.5),
    "weightDecay": Bounds(0, 1),
    "maxGradNorm": Bounds(0, 1000, open_low=True),
    "checkpointEvery": Bounds(1, 100000, whole=True),
}


@dataclass(frozen=True)
class Job:
    """One checked job; `document` is job.json as it came, kept for the run record."""

    base: str
    method: str
    hyperparameters: Hyperparameters
    document: dict[str, Any]


def read_job(path: Path) -> Job:
    """Read and check job.json; raises InvalidInput with every fault."""
    try:
        document = json.loads(path.read_text("utf8"))
    except FileNotFoundError as fault:
        raise InvalidInput("job.missing", f"job.json: {path.parent} has none.", field="job") from fault
    except (UnicodeDecodeError, json.JSONDecodeError) as fault:
        raise InvalidInput("job.notJson", f"job.json: is not JSON ({fault}).", field="job") from fault
    return parse_job(document)


def parse_job(document: Any) -> Job:
    """Check a job document; raises InvalidInput `job.invalid` whose `faults` names every bad field."""
    if not isinstance(document, dict):
        raise InvalidInput(
            "job.invalid", "job.json: must be an object with base, method and hyperparameters.", field="job"
        )
    faults: list[dict[str, str]] = []
    base = document.get("base")
    if not isinstance(base, str) or not base.strip():
        faults.append(_fault("base", "must name a model of the catalogue, a hub id or a local folder"))
    method = document.get("method", "lora")
    if method not in METHODS:
        faults.append(_fault("method", f'must be "lora" or "qlora", not {json.dumps(method)}'))
    given = document.get("hyperparameters", {})
    if not isinstance(given, dict):
        faults.append(_fault("hyperparameters", "must be an object"))
        given = {}
    known = {field.name: field.default for field in fields(Hyperparameters)}
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            faults.append(_fault(f"hyperparameters.{name}", f"is not known; the names are {', '.join(known)}"))
            continue
        if name == "robustnessKinds":
            kinds, problem = check_kinds(value)
            values[name] = kinds
            if problem:
                faults.append(_fault("hyperparameters.robustnessKinds", problem))
            continue
        problem = check_value(value, BOUNDS[name], switch=name == "robustnessMix")
        if problem:
            faults.append(_fault(f"hyperparameters.{name}", problem))
        else:
            if isinstance(value, bool):
                value = Hyperparameters.robustnessMix if value else 0.0
            values[name] = int(value) if BOUNDS[name].whole else float(value)
    if values.get("robustnessKinds") == () and values.get("robustnessMix", 1) and not faults:
        problem = f"is empty; name at least one of {', '.join(KINDS)}, or set robustnessMix to 0"
        faults.append(_fault("hyperparameters.robustnessKinds", problem))
    if faults:
        raise InvalidInput(
            "job.invalid", " ".join(fault["message"] for fault in faults), field=faults[0]["field"], faults=faults
        )
    return Job(str(base), str(method), Hyperparameters(**values), document)


def check_value(value: Any, bounds: Bounds, *, switch: bool = False) -> str | None:
    """What is wrong with a number, or None. `switch` also takes true (the default) and false (0)."""
    if isinstance(value, bool) and switch:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        shown = "NaN" if isinstance(value, float) else json.dumps(value, default=str)[:40]
        return f"must be a finite number, not {shown}"
    if bounds.whole and value != int(value):
        return f"must be a whole number, not {value}"
    if value < bounds.low or value > bounds.high or (bounds.open_low and value == bounds.low):
        low = f"above {bounds.low:g}" if bounds.open_low else f"at least {bounds.low:g}"
        return f"must be {low} and at most {bounds.high:g}, not {value:g}"
    return None


def check_kinds(value: Any) -> tuple[tuple[str, ...], str | None]:
    """The kinds of the robustness mix in the order of KINDS, and what is wrong with the list, or None."""
    if not isinstance(value, (list, tuple)) or not all(isinstance(kind, str) for kind in value):
        return (), f"must be a list of {', '.join(KINDS)}"
    unknown = [kind for kind in value if kind not in KINDS]
    if unknown:
        return (), f"must be a list of {', '.join(KINDS)}; {json.dumps(unknown[0])[:40]} is none of them"
    return tuple(kind for kind in KINDS if kind in value), None


def canonical_settings(job: Job) -> dict[str, Any]:
    """The settings that decide the result, defaults filled in."""
    return {"base": job.base, "method": job.method, **asdict(job.hyperparameters)}


def _fault(field: str, problem: str) -> dict[str, str]:
    return {"field": field, "message": f"{field}: {problem}."}
