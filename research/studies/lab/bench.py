"""Trains one model and runs the real suite on it, both by the worker's own code; done work is never done again.

A model's folder is named by the hash of everything that decides it (settings, rows, items, the base's recipe and the
suite's layout), so a study that was killed goes on where it stopped and a changed dose makes a new folder.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assay_worker.base.errors import WorkerError
from assay_worker.base.files import write_json
from assay_worker.base.host import ModelHost
from assay_worker.base.tiny import recipe_fingerprint as tiny_fingerprint
from assay_worker.base.work import Work
from assay_worker.data.graders import LABEL_SET, make_grader
from assay_worker.evaluate.exam_params import EvaluateParams
from assay_worker.evaluate.seat import evaluate
from assay_worker.suite.layout import CONDITIONS, DEFAULT_MASK, positions_of
from assay_worker.suite.trials import ExamItem, SuiteSeed
from assay_worker.train.job import run_job

from .tasks import Line

TRIAL_MASK = DEFAULT_MASK
RESULT_VERSION = 1  # raise when what is kept of an evaluation changes
WEIGHTS = {"tiny": "tiny", "small": "smollm2-135m"}
"""The catalogue's names of the bases that doses are given for."""


@dataclass(frozen=True)
class Recipe:
    """One model to be made: `base` is one of WEIGHTS, `rows` what it is trained on, `settings` the hyperparameters."""

    name: str
    base: str
    rows: tuple[Line, ...]
    settings: dict[str, Any]


@dataclass(frozen=True)
class Exam:
    """What every model of a comparison is asked. `temperature` is that of the repeats."""

    labels: tuple[str, ...]
    items: tuple[Line, ...]
    history: tuple[Line, ...]
    seed: str
    temperature: float


@dataclass(frozen=True)
class Outcome:
    """`counts` are items right in every trial, by condition; `passes` holds each item's trials by position."""

    name: str
    items: int
    counts: dict[str, int]
    passes: tuple[dict[int, bool], ...]
    answers: tuple[dict[int, str], ...]
    train_seconds: float
    evaluate_seconds: float

    @property
    def first(self) -> int:
        """Items right at first pass."""
        return self.counts["first"]

    @property
    def worst(self) -> int:
        """The smallest count of the gated conditions."""
        return min(self.counts.values())

    @property
    def scalar(self) -> tuple[int, float]:
        """What models are ranked by: the worst condition's count, then the mean log of pass^5."""
        return self.worst, mean_log_pass_all(self.passes)


def mean_log_pass_all(passes: Sequence[dict[int, bool]], repeats: int = 5) -> float:
    """Mean over items of log(p^5), p the share of the repeats that passed with half a pass added to each side.

    Without the halves (Jeffreys' prior) one item that never passes would make every model equal at minus infinity.
    """
    start = next(condition.start for condition in CONDITIONS if condition.name == "repeat")
    total = 0.0
    for trials in passes:
        right = sum(trials[start + at] for at in range(repeats))
        total += repeats * math.log((right + 0.5) / (repeats + 1))
    return total / len(passes)


class Bench:
    """A folder of models. `say` gets one line a finished step."""

    def __init__(self, folder: Path, say: Any = print) -> None:
        self._folder = folder
        self._say = say
        self._host = ModelHost()

    def judge(self, recipe: Recipe, exam: Exam) -> Outcome:
        """Train what is not trained, evaluate what is not evaluated; raises WorkerError when the training fails."""
        trained = self._home(recipe)
        place = trained / _digest({"exam": exam, "mask": TRIAL_MASK, "version": RESULT_VERSION})
        done = place / "outcome.json"
        if done.is_file():
            return _read(recipe.name, json.loads(done.read_text("utf8")))
        seconds = self._train(recipe, trained)
        result = self._evaluate(recipe, exam, trained / "adapter", place)
        kept = {
            "trainSeconds": seconds,
            "evaluateSeconds": result["seconds"],
            "items": [
                {
                    "lanes": item["lanes"],
                    "trials": {str(t["position"]): [t["pass"], t["answer"]] for t in item["trials"]},
                }
                for item in result["items"]
            ],
        }
        write_json(done, kept, what="the outcome")
        (place / "trials.jsonl").unlink(missing_ok=True)
        outcome = _read(recipe.name, kept)
        self._say(
            f"{recipe.name}: first {outcome.first}, worst {outcome.worst} of {outcome.items} {outcome.counts}, "
            f"trained {seconds:.0f} s, judged {result['seconds']:.0f} s"
        )
        return outcome

    def adapter(self, recipe: Recipe) -> Path:
        """Folder of the adapter of a model that was judged."""
        return self._home(recipe) / "adapter"

    def _home(self, recipe: Recipe) -> Path:
        what = {
            "base": tiny_fingerprint() if recipe.base == "tiny" else recipe.base,
            "rows": recipe.rows,
            "settings": recipe.settings,
        }
        return self._folder / "models" / _digest(what)

    def _train(self, recipe: Recipe, folder: Path) -> float:
        record = folder / "run.json"
        if not record.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            lines = [
                {"index": at, "text": row.text, "label": row.label, "split": "train"}
                for at, row in enumerate(recipe.rows)
            ]
            (folder / "data.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf8")
            job = {
                "base": WEIGHTS[recipe.base],
                "method": "lora",
                "hyperparameters": {"checkpointEvery": 100, **recipe.settings},
            }
            write_json(folder / "job.json", job, what="the job")
            if run_job(folder, resume=True, watch_parent=False, echo=False) != 0:
                raise WorkerError("study.training", f"The training of {recipe.name} failed; see {folder}/events.jsonl.")
            for checkpoint in (folder / "checkpoints").glob("*"):
                checkpoint.unlink()
        return float(json.loads(record.read_text("utf8"))["seconds"]["training"])

    def _evaluate(self, recipe: Recipe, exam: Exam, adapter: Path, place: Path) -> dict[str, Any]:
        place.mkdir(parents=True, exist_ok=True)
        params = EvaluateParams(
            base=WEIGHTS[recipe.base],
            adapter_dir=str(adapter),
            adapter_hash=None,
            items=tuple(ExamItem(at, item.text, item.label) for at, item in enumerate(exam.items)),
            labels=exam.labels,
            grader=make_grader(LABEL_SET, exam.labels),
            trial_mask=TRIAL_MASK,
            seed=SuiteSeed(exam.seed, 0),
            temperature=exam.temperature,
            history=tuple((row.text, row.label) for row in exam.history),
        )
        return evaluate(params, Work(self._host, place, lambda: None, lambda _: None))


def _read(name: str, kept: dict[str, Any]) -> Outcome:
    items = kept["items"]
    asked = {condition.name for at in positions_of(TRIAL_MASK) for condition in CONDITIONS if _owns(condition, at)}
    counts = {
        condition.name: sum(item["lanes"][condition.lane] for item in items)
        for condition in CONDITIONS
        if condition.name in asked
    }
    return Outcome(
        name,
        len(items),
        counts,
        tuple({int(at): bool(trial[0]) for at, trial in item["trials"].items()} for item in items),
        tuple({int(at): str(trial[1]) for at, trial in item["trials"].items()} for item in items),
        float(kept["trainSeconds"]),
        float(kept["evaluateSeconds"]),
    )


def _owns(condition: Any, position: int) -> bool:
    return condition.start <= position < condition.start + condition.count


def _digest(value: Any) -> str:
    def plain(one: Any) -> Any:
        return asdict(one)

    return hashlib.sha256(json.dumps(value, sort_keys=True, default=plain).encode()).hexdigest()[:20]
