"""One training job from its folder: check, load, train, save, record.

In: job.json, data.jsonl. Out: events.jsonl (and stdout), checkpoints/, adapter/, run.json. Before job and data have
passed all checks, only events are written. adapter/ and run.json appear whole, run.json last.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..base.errors import ParentGone, WorkerError
from ..base.files import disk_fault, sha256_file, write_bytes, write_json
from ..data.rows import Row, read_rows
from .events import EventLog
from .job_config import Job, canonical_settings, read_job
from .parent_watch import ParentWatch
from .quote import predict_seconds, record_speed

LAST_STEPS = 5  # the loss a run ends with is the mean of these


def run_job(job_dir: Path, *, resume: bool = False, watch_parent: bool = True, echo: bool = True) -> int:
    """Run the job in `job_dir`; returns the exit code. A fault is the last event, and one sentence on stderr."""
    watch = ParentWatch()
    if watch_parent:
        watch.start()
    try:
        with EventLog(job_dir / "events.jsonl", echo=echo) as log:
            try:
                _run(job_dir, resume, watch, log)
            except WorkerError as fault:
                log.emit("error", **fault.to_json())
                raise
    except WorkerError as fault:
        sys.stderr.write(json.dumps({"error": fault.to_json()}, ensure_ascii=False) + "\n")
        return fault.exit_code
    finally:
        watch.finish()
    return 0


def _run(job_dir: Path, resume: bool, watch: ParentWatch, log: EventLog) -> None:
    started = time.perf_counter()
    log.emit("stage", stage="check", message="Checking the job and its data")
    job = read_job(job_dir / "job.json")
    rows = read_rows(job_dir / "data.jsonl")
    predicted = predict_seconds(job, rows)
    log.emit("stage", stage="load", message=f"Loading {job.base}", secondsLeft=round(predicted, 1))
    # Late: a bad job is refused in a tenth of a second, without torch.
    from .run import TrainingRun

    run = TrainingRun(job_dir, job, rows, log, binding=binding_of(job, job_dir))
    if resume:
        run.restore()
    run.first_check()
    run.train(lambda: watch.gone.is_set())
    if not run.finished:
        run.save_checkpoint()
        raise ParentGone(
            "job.cancelled",
            f"The training stopped after step {run.progress.step}, because the process that "
            "started it ended; resume it to go on.",
        )
    log.emit("stage", stage="save", message="Saving the adapter")
    digest = _save_adapter(run, job_dir)
    seconds = time.perf_counter() - started
    record = _record(run, job, rows, job_dir, digest, {"predicted": predicted, "actual": seconds})
    write_json(job_dir / "run.json", record, what="run.json")
    record_speed(job, rows, run.progress.seconds)
    log.emit(
        "done",
        adapterHash=digest,
        seconds=round(seconds, 1),
        loss={"first": record["loss"]["first"], "last": record["loss"]["last"]},
        steps=run.progress.step,
        tokensPerSecond=record["speed"]["tokensPerSecond"],
    )


def binding_of(job: Job, job_dir: Path) -> str:
    """What a checkpoint belongs to: settings and data. A checkpoint of anything different is refused."""
    parts = json.dumps(canonical_settings(job), sort_keys=True) + sha256_file(job_dir / "data.jsonl")
    return hashlib.sha256(parts.encode()).hexdigest()


def _save_adapter(run: Any, job_dir: Path) -> str:
    """Write adapter/ by one rename and return its hash."""
    from ..base.adapter_hash import adapter_hash

    target, making = job_dir / "adapter", job_dir / ".adapter"
    shutil.rmtree(making, ignore_errors=True)
    try:
        making.mkdir()
        for name, content in run.adapter_files().items():
            write_bytes(making / name, content, what="the adapter")
        digest = adapter_hash(making)
        shutil.rmtree(target, ignore_errors=True)
        making.rename(target)
    except OSError as fault:
        raise disk_fault(fault, "the adapter") from fault
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return digest


def _record(
    run: Any, job: Job, rows: list[Row], job_dir: Path, digest: str, seconds: dict[str, float]
) -> dict[str, Any]:
    from ..base.conversation import SYSTEM_PROMPT
    from .run_record import run_record

    losses = [entry["loss"] for entry in run.progress.loss]
    last = losses[-LAST_STEPS:]
    return run_record(
        job,
        base=run.base_facts(),
        systemPrompt=SYSTEM_PROMPT,
        data={
            "sha256": f"0x{sha256_file(job_dir / 'data.jsonl')}",
            "trainRows": sum(r.split == "train" for r in rows),
            "validationRows": sum(r.split == "validation" for r in rows),
            "shortened": run.plan.shortened,
        },
        loss={
            "first": losses[0],
            "last": round(sum(last) / len(last), 6),
            "history": run.progress.loss,
            "validation": run.progress.validation,
        },
        adapter={
            "hash": digest,
            "files": {path.name: f"0x{sha256_file(path)}" for path in sorted((job_dir / "adapter").iterdir())},
        },
        seconds={
            **{name: round(value, 1) for name, value in seconds.items()},
            "training": round(run.progress.seconds, 1),
        },
        speed={
            "tokens": run.progress.tokens,
            "tokensPerSecond": round(run.progress.tokens / run.progress.seconds, 1),
            "steps": run.progress.step,
            "lossPath": run.loss_path,
        },
        hyperparameters=asdict(job.hyperparameters),
    )
