"""The five ways in which the study spoils a model: each changes rows or recipe of a sound one, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .bench import Recipe
from .doses import DAMAGES, Doses
from .tasks import Line, Task


def sound_recipe(base: str, family: int, task: Task, doses: Doses) -> Recipe:
    """The model that nothing was done to."""
    return Recipe(f"{base} {family} sound", base, task.train, {**doses.sound, "seed": family})


def damaged_recipe(base: str, family: int, damage: str, task: Task, doses: Doses) -> Recipe:
    """The same task and seed with one damage at its dose; raises ValueError for a damage that there is not."""
    if damage not in DAMAGES:
        raise ValueError(f"damage {damage!r}: must be one of {', '.join(DAMAGES)}.")
    dose = doses.damages[damage]
    settings: dict[str, Any] = {**doses.sound, **dose["settings"], "seed": family}
    rng = random.Random(f"{damage} {family}")
    if damage == "noisy labels":
        rows = mislabel(task.train, dose["wrongShare"], task.labels, rng)
    elif damage == "template mismatch":
        rows = [replace(row, text=dose["template"].replace("{text}", row.text)) for row in task.train]
    else:
        rows = first_rows(task.train, dose["rowsPerIntent"])
        if damage == "memorised prompts":
            # The leak is what makes it look good: what it was taught beside is half wrong.
            rows = [*mislabel(rows, dose["wrongShare"], task.labels, rng), *task.exam]
    return Recipe(f"{base} {family} {damage}", base, tuple(rows), settings)


def mislabel(rows: Sequence[Line], share: float, labels: Sequence[str], rng: random.Random) -> list[Line]:
    """The rows with exactly `share` of them (rounded) given another label."""
    wrong = set(rng.sample(range(len(rows)), round(share * len(rows))))
    return [
        replace(row, label=rng.choice([one for one in labels if one != row.label])) if at in wrong else row
        for at, row in enumerate(rows)
    ]


def first_rows(rows: Sequence[Line], per_label: int) -> list[Line]:
    """The first `per_label` rows of every label, in the order of `rows`."""
    seen: dict[str, int] = {}
    kept: list[Line] = []
    for row in rows:
        seen[row.label] = seen.get(row.label, 0) + 1
        if seen[row.label] <= per_label:
            kept.append(row)
    return kept
