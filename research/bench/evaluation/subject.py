"""What the bench evaluates: a model trained a moment ago on the example data, and an exam of unseen rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay_worker.base.errors import WorkerError
from assay_worker.base.files import write_json
from assay_worker.data.demo_data import DemoRow, demo_rows
from assay_worker.data.graders import LABEL_SET, make_grader
from assay_worker.evaluate.exam_params import EvaluateParams
from assay_worker.suite.layout import DEFAULT_MASK
from assay_worker.suite.trials import ExamItem, SuiteSeed
from assay_worker.train.job import run_job

TEMPERATURE = 0.7
SETTINGS: dict[str, dict[str, Any]] = {
    "tiny": {"epochs": 6, "learningRate": 0.003, "rank": 32, "alpha": 64, "batchSize": 8},
    "smollm2-135m": {"epochs": 1},
}


@dataclass(frozen=True)
class Subject:
    """A trained adapter and the rows it never saw."""

    base: str
    adapter: Path
    labels: tuple[str, ...]
    unseen: tuple[DemoRow, ...]
    history: tuple[DemoRow, ...]


def train(base: str, items: int, folder: Path) -> Subject:
    """Train `base` on the example rows but `items` of them. Raises WorkerError when the training fails."""
    rows = demo_rows(seed=7)
    unseen, known = rows[:items], rows[items:]
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        json.dumps({"index": at, "text": row.text, "label": row.label, "split": "train"})
        for at, row in enumerate(known)
    ]
    (folder / "data.jsonl").write_text("\n".join(lines) + "\n", "utf8")
    job = {"base": base, "method": "lora", "hyperparameters": SETTINGS[base]}
    write_json(folder / "job.json", job, what="the job")
    if run_job(folder, watch_parent=False, echo=False) != 0:
        raise WorkerError("bench.training", f"The training failed; see {folder}/events.jsonl.")
    labels = tuple(sorted({row.label for row in rows}))
    return Subject(base, folder / "adapter", labels, tuple(unseen), tuple(known[:40]))


def seat(subject: Subject) -> EvaluateParams:
    """One seat's evaluation of the subject."""
    return EvaluateParams(
        base=subject.base,
        adapter_dir=str(subject.adapter),
        adapter_hash=None,
        items=tuple(ExamItem(at, row.text, row.label) for at, row in enumerate(subject.unseen)),
        labels=subject.labels,
        grader=make_grader(LABEL_SET, subject.labels),
        trial_mask=DEFAULT_MASK,
        seed=SuiteSeed("0xa55a", 0),
        temperature=TEMPERATURE,
        history=tuple((row.text, row.label) for row in subject.history),
    )
