"""The doses of the discrimination study, read from a committed file and checked: nothing is chosen while it runs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DAMAGES = ("noisy labels", "too few rows", "overfit", "template mismatch", "memorised prompts")
KEYS = {"task", "temperature", "models", "sound", "damages"}
TASK_KEYS = {"intents", "rowsPerIntent", "examItems", "examSkeletons"}
DOSE_KEYS = {
    "noisy labels": {"wrongShare"},
    "too few rows": {"rowsPerIntent"},
    "overfit": {"rowsPerIntent"},
    "template mismatch": {"template"},
    "memorised prompts": {"rowsPerIntent", "wrongShare"},
}


@dataclass(frozen=True)
class Doses:
    """One base's part of the file. `settings` by damage replace those of the sound recipe."""

    intents: int
    rows_per_intent: int
    exam_items: int
    exam_skeletons: int
    temperature: float
    models: int
    sound: dict[str, Any]
    damages: dict[str, dict[str, Any]]


def read_doses(path: Path, base: str) -> Doses:
    """The doses for `base`; raises ValueError naming what the file lacks or does not know."""
    content: dict[str, Any] = json.loads(path.read_text("utf8"))
    if base not in content:
        raise ValueError(f"{path.name}: has no doses for {base}; it has {', '.join(content)}.")
    part: dict[str, Any] = content[base]
    _same(path, base, set(part), KEYS)
    _same(path, f"{base}.task", set(part["task"]), TASK_KEYS)
    _same(path, f"{base}.damages", set(part["damages"]), set(DAMAGES))
    for damage, dose in part["damages"].items():
        _same(path, f"{base}.damages.{damage}", set(dose), DOSE_KEYS[damage] | {"settings"})
    task = part["task"]
    return Doses(
        task["intents"],
        task["rowsPerIntent"],
        task["examItems"],
        task["examSkeletons"],
        part["temperature"],
        part["models"],
        part["sound"],
        part["damages"],
    )


def _same(path: Path, place: str, found: set[str], wanted: set[str]) -> None:
    if found != wanted:
        odd = sorted(found ^ wanted)
        raise ValueError(f"{path.name}: {place} must have exactly {', '.join(sorted(wanted))}; look at {odd[0]}.")
