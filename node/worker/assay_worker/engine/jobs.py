"""Jobs of the engine: queued, run, watched and cancelled. After a crash the caller finds them again by its own key.

A job's folder `<home>/jobs/<id>` keeps request.json, partial results and result.json. The id of a keyed job is the
hash of its key: posting the same key again returns the same job, finished work included, or starts it where it
stopped.
"""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..base.errors import InvalidInput, WorkerError
from ..base.host import ModelHost
from ..base.work import JobCancelled, Work
from .compute_thread import ComputeThread, EngineStopping

logger = logging.getLogger(__name__)
Runner = Callable[[Work], dict[str, Any]]


@dataclass
class Job:
    """One job; written by the compute thread, read by others under the store's lock."""

    id: str
    kind: str
    folder: Path
    state: str = "queued"
    progress: dict[str, Any] = field(default_factory=lambda: {"done": 0, "total": 0, "secondsLeft": None})
    result: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    cancel: threading.Event = field(default_factory=threading.Event)

    def is_given_up(self) -> bool:
        """True for a job that has no result and will have none: its key may start it again.

        A cancelled job may still be running; the new one waits for it and shares its folder.
        """
        return self.state in ("failed", "cancelled") or (self.state != "done" and self.cancel.is_set())

    def view(self) -> dict[str, Any]:
        """What GET /jobs/:id shows."""
        shown: dict[str, Any] = {"jobId": self.id, "kind": self.kind, "state": self.state, "progress": self.progress}
        if self.result is not None:
            shown["result"] = self.result
        if self.error is not None:
            shown["error"] = self.error
        return shown


class JobStore:
    """All jobs of this engine."""

    def __init__(self, home: Path, host: ModelHost, compute: ComputeThread) -> None:
        self._folder = home / "jobs"
        self._host = host
        self._compute = compute
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def submit(self, kind: str, params: dict[str, Any], job_key: str | None, runner: Runner) -> Job:
        """Queue a job, or return the one this key already has; raises InvalidInput `jobKey.conflict`."""
        request = {"kind": kind, "params": params}
        job_id = hashlib.sha256(job_key.encode()).hexdigest()[:32] if job_key else uuid.uuid4().hex
        with self._lock:
            folder = self._folder / job_id
            _check_same(folder / "request.json", request)
            known = self._jobs.get(job_id) or self._finished(job_id)
            if known is not None and not known.is_given_up():
                return known
            folder.mkdir(parents=True, exist_ok=True)
            _write(folder / "request.json", request)
            job = self._jobs[job_id] = Job(job_id, kind, folder)
        self._compute.submit_job(lambda pause: self._run(job, runner, pause))
        return job

    def get(self, job_id: str) -> Job:
        """The job, finished ones from disk too; raises InvalidInput `job.unknown`."""
        with self._lock:
            job = self._jobs.get(job_id) or self._finished(job_id)
        if job is None:
            raise InvalidInput(
                "job.unknown",
                f"jobId: there is no job {job_id[:64]} in this engine; post it again with its "
                "jobKey and it goes on where it stopped.",
                field="jobId",
            )
        return job

    def cancel(self, job_id: str) -> Job:
        """Ask a job to stop; a queued one is cancelled at once, an ended one stays as it is."""
        job = self.get(job_id)
        job.cancel.set()
        with self._lock:
            if job.state == "queued":
                job.state = "cancelled"
        return job

    def _run(self, job: Job, runner: Runner, pause: Callable[[], None]) -> None:
        with self._lock:
            if job.state != "queued":
                return
            job.state = "running"

        def let_chats_run() -> None:
            pause()
            if job.cancel.is_set():
                raise JobCancelled

        def progress(values: dict[str, Any]) -> None:
            job.progress = values

        try:
            result = runner(Work(self._host, job.folder, let_chats_run, progress))
            _write(job.folder / "result.json", result)
            self._end(job, "done", result=result)
        except JobCancelled:
            self._end(job, "cancelled")
        except EngineStopping:
            stopping = {"code": "engine.stopping", "message": "The engine was stopped; post the job again."}
            self._end(job, "failed", error=stopping)
        except WorkerError as fault:
            self._end(job, "failed", error=fault.to_json())
        except Exception as fault:
            logger.exception("job %s (%s) failed", job.id, job.kind)
            self._end(job, "failed", error=describe_fault(fault))

    def _end(
        self, job: Job, state: str, *, result: dict[str, Any] | None = None, error: dict[str, Any] | None = None
    ) -> None:
        with self._lock:
            job.result, job.error, job.state = result, error, state

    def _finished(self, job_id: str) -> Job | None:
        """A job that an earlier engine finished, read from disk."""
        folder = self._folder / job_id
        if not _is_id(job_id) or not (folder / "result.json").is_file():
            return None
        kind = str(json.loads((folder / "request.json").read_text("utf8"))["kind"])
        result = json.loads((folder / "result.json").read_text("utf8"))
        job = self._jobs[job_id] = Job(job_id, kind, folder, state="done", result=result)
        return job


def describe_fault(fault: Exception) -> dict[str, Any]:
    """An unexpected fault as an error body."""
    if isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return {
            "code": "disk.full",
            "message": "No space is left in the engine's home; free some and post the job again.",
        }
    return {
        "code": "engine.internal",
        "message": f"The engine failed: {type(fault).__name__}; its log has the details.",
    }


def _is_id(job_id: str) -> bool:
    return len(job_id) == 32 and all(letter in "0123456789abcdef" for letter in job_id)


def _check_same(path: Path, request: dict[str, Any]) -> None:
    if path.is_file() and json.loads(path.read_text("utf8")) != request:
        raise InvalidInput(
            "jobKey.conflict",
            "jobKey: it was used for a job with different parameters; choose a different key.",
            field="jobKey",
        )


def _write(path: Path, value: dict[str, Any]) -> None:
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps(value, ensure_ascii=False), "utf8")
    temporary.replace(path)
