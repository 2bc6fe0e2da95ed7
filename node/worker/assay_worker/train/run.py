"""A training run in memory: model, plan, optimizer and progress, and the events it tells.

job.py drives it. This file needs torch; job.py does not until it has found the job good.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from peft import get_peft_model_state_dict
from safetensors.torch import save

from ..base.adapter_hash import canonical_config
from ..base.compute_lease import compute_lease, set_threads
from ..base.files import sha256_file
from ..base.models import load_base
from ..base.weights import prepare
from ..data.rows import Row
from .check import pad_id, sample_answer, validation_loss
from .checkpoint import Progress, load_checkpoint, newest_checkpoint, save_checkpoint
from .events import EventLog
from .forward import choose_path, collate, lean_loss
from .job_config import Job
from .loop import Hooks, add_adapter, make_optimizer, make_plan, run_steps, trainable

logger = logging.getLogger(__name__)


class TrainingRun:
    """Loads everything on construction (seed fixed before the adapter is built)."""

    def __init__(self, job_dir: Path, job: Job, rows: list[Row], log: EventLog, *, binding: str) -> None:
        set_threads()
        self._dir, self._job, self._log, self._binding = job_dir, job, log, binding
        self._train_rows = [row for row in rows if row.split == "train"]
        self._validation_rows = [row for row in rows if row.split == "validation"]
        self._folder = prepare(job.base)
        model, self._tokenizer = load_base(str(self._folder), quantize="nf4" if job.method == "qlora" else None)
        self._model = add_adapter(model, job)
        self.plan = make_plan(self._tokenizer, self._train_rows, job.hyperparameters)
        self._optimizer = make_optimizer(self._model, job.hyperparameters)
        self.progress = Progress()
        with compute_lease():
            first = collate([self.plan.examples[at] for at in self.plan.batches[0]], pad_id(self._tokenizer))
            self._loss_of = choose_path(self._model, first)
        self.loss_path = "lean" if self._loss_of is lean_loss else "plain"

    @property
    def finished(self) -> bool:
        return self.progress.step == len(self.plan.batches)

    def restore(self) -> None:
        """Go on from the newest checkpoint, or from the start if there is none."""
        newest = newest_checkpoint(self._dir / "checkpoints")
        if newest is None:
            return
        self.progress = load_checkpoint(newest, trainable(self._model), self._optimizer, self._binding)
        self._log.emit(
            "stage", stage="resume", message=f"Going on after step {self.progress.step}", step=self.progress.step
        )

    def first_check(self) -> None:
        """Validation loss and sample answer of the untrained adapter, so that every curve has its start."""
        if self.progress.step == 0:
            self._check(0)

    def train(self, stop_asked: Callable[[], bool]) -> None:
        """All steps that are left; returns early when `stop_asked` says so."""
        self._log.emit(
            "stage",
            stage="train",
            message="Training",
            steps=len(self.plan.batches),
            trainRows=len(self._train_rows),
            shortened=self.plan.shortened,
        )
        hooks = Hooks(
            on_step=lambda event: self._log.emit("step", **event),
            on_check=self._check,
            on_checkpoint=self.save_checkpoint,
            stop_asked=stop_asked,
        )
        run_steps(
            self._model,
            self.plan,
            self._optimizer,
            self.progress,
            self._job,
            loss_of=self._loss_of,
            pad=pad_id(self._tokenizer),
            hooks=hooks,
        )

    def save_checkpoint(self) -> None:
        path = save_checkpoint(
            self._dir / "checkpoints", trainable(self._model), self._optimizer, self.progress, self._binding
        )
        self._log.emit("checkpoint", step=self.progress.step, file=path.name)

    def adapter_files(self) -> dict[str, bytes]:
        """The adapter in PEFT's own form, with a configuration whose order does not depend on the process."""
        tensors = {
            name: value.detach().cpu().contiguous() for name, value in get_peft_model_state_dict(self._model).items()
        }
        config = self._model.peft_config["default"].to_dict()
        plain = {name: sorted(value) if isinstance(value, set) else value for name, value in config.items()}
        # The base's folder on this machine means nothing on a different one; serving names the base itself.
        plain |= {"inference_mode": True, "base_model_name_or_path": self._job.base, **canonical_config(plain)}
        return {
            "adapter_model.safetensors": save({name: tensors[name] for name in sorted(tensors)}, {"format": "pt"}),
            "adapter_config.json": (json.dumps(plain, indent=2, sort_keys=True, default=str) + "\n").encode(),
        }

    def base_facts(self) -> dict[str, Any]:
        """Which base this was, by the bytes of its files."""
        files = sorted(path for path in self._folder.iterdir() if path.suffix in (".safetensors", ".json", ".jinja"))
        return {"id": self._job.base, "files": {path.name: f"0x{sha256_file(path)}" for path in files}}

    def _check(self, step: int) -> None:
        loss = validation_loss(
            self._model,
            self._tokenizer,
            self._validation_rows,
            max_length=self._job.hyperparameters.maxLength,
            lean=self.loss_path == "lean",
        )
        if loss is not None:
            self.progress.validation.append({"step": step, "loss": round(loss, 6)})
            self._log.emit("validation", step=step, loss=round(loss, 6))
        shown = (self._validation_rows or self._train_rows)[0]
        answer = sample_answer(self._model, self._tokenizer, shown.text)
        self._log.emit("sample", step=step, text=shown.text, label=shown.label, answer=answer)
