"""Shared by all worker tests: hypothesis without wall-clock limits (the machine is shared) and a job folder on tiny."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "assay", deadline=None, max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("assay")

MakeJob = Callable[..., Path]


@pytest.fixture
def make_job(tmp_path: Path) -> MakeJob:
    """make_job("name", rows=24, method="lora", learningRate=...) -> a job folder on tiny with the example data."""
    from assay_worker.data.demo_data import demo_rows

    def make(name: str, *, rows: int = 24, method: str = "lora", **hyperparameters: Any) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        lines = [
            {
                "index": at,
                "text": row.text,
                "label": row.label,
                "contributor": row.contributor,
                "group": row.group,
                "split": "validation" if at % 6 == 5 else "train",
            }
            for at, row in enumerate(demo_rows(7)[:rows])
        ]
        (folder / "data.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf8")
        chosen = {"epochs": 1, "rank": 4, "alpha": 8, "batchSize": 4, "checkpointEvery": 3, **hyperparameters}
        (folder / "job.json").write_text(
            json.dumps({"base": "tiny", "method": method, "hyperparameters": chosen}), "utf8"
        )
        return folder

    return make
