"""Few curated rows against many noisy ones on Banking77: first-pass accuracy against the worst condition.

Both arms draw from the same public rows and are asked the same held-out messages. The noisy arm's rows get a stated
share of wrong labels; what real noise looks like is not covered.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .bench import Bench, Exam, Recipe
from .damages import first_rows, mislabel
from .tasks import Line


def read_banking(path: Path | None) -> list[Line]:
    """The rows of Banking77's train.csv; raises ValueError when it is missing or something else."""
    if path is None or not path.is_file():
        raise ValueError(
            "--data: name Banking77's train.csv (PolyAI, CC-BY-4.0), a CSV with the columns text,category."
        )
    with path.open(encoding="utf8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames is None or not {"text", "category"} <= set(reader.fieldnames):
            raise ValueError(f"--data: {path} has no columns text,category; name Banking77's train.csv.")
        return [Line(row["text"].strip(), row["category"].strip()) for row in reader if row["text"].strip()]


def curate(
    base: str, doses_file: Path, folder: Path, data: Path | None, *, say: Callable[[str], None] = print
) -> dict[str, Any]:
    """The study's result document, one entry an arm."""
    doses: dict[str, Any] = json.loads(doses_file.read_text("utf8"))[base]
    rng = random.Random(f"curation {doses['seed']}")
    rows = read_banking(data)
    labels = tuple(sorted(rng.sample(sorted({row.label for row in rows}), doses["intents"])))
    pool = [row for row in dict.fromkeys(rows) if row.label in labels]
    rng.shuffle(pool)
    per_label = doses["items"] // len(labels)
    items = tuple(first_rows(pool, per_label))
    if len(items) < per_label * len(labels):
        raise ValueError(f"{doses_file.name}: {base}.items asks for more rows of an intent than the file has.")
    asked = set(items)
    rest = [row for row in pool if row not in asked]
    clean = rest[: doses["curatedRows"]]
    noisy = mislabel(rest[: doses["noisyRows"]], doses["wrongShare"], labels, rng)
    if len(noisy) < doses["noisyRows"]:
        raise ValueError(
            f"{doses_file.name}: {base}.noisyRows asks for {doses['noisyRows']} rows; {len(rest)} are left."
        )
    exam = Exam(labels, items, tuple(clean[:200]), f"{doses['seed']:064x}", doses["temperature"])
    bench = Bench(folder, say)
    arms: list[dict[str, Any]] = []
    for name, rows_of_arm, epochs in (
        ("curated", clean, doses["curatedEpochs"]),
        ("noisy", noisy, doses["noisyEpochs"]),
    ):
        recipe = Recipe(f"{base} {name}", base, tuple(rows_of_arm), {**doses["settings"], "epochs": epochs})
        outcome = bench.judge(recipe, exam)
        arms.append({
            "name": name, "rows": len(rows_of_arm), "epochs": epochs, "counts": outcome.counts, "worst": outcome.worst,
            "meanLogPass5": round(outcome.scalar[1], 4), "trainSeconds": round(outcome.train_seconds, 1),
            "evaluateSeconds": round(outcome.evaluate_seconds, 1),
        })  # fmt: skip
    return {
        "study": "curation", "base": base, "intents": len(labels), "items": len(items),
        "wrongShare": doses["wrongShare"], "arms": arms,
    }  # fmt: skip
