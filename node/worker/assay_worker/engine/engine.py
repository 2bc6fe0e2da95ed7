"""The engine without its HTTP: models, compute thread and job store wired together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..attribute.shares import attribute
from ..base.chat import chat
from ..base.errors import InvalidInput
from ..base.host import BaseLoader, ModelHost
from ..base.models import load_base
from ..evaluate.accuracy import accuracy
from ..evaluate.recheck import recheck
from ..evaluate.seat import evaluate
from .compute_thread import ChatTask, ComputeThread, Lease
from .jobs import Job, JobStore, Runner
from .params import optional_text, parse_accuracy, parse_attribute, parse_chat, parse_evaluate, parse_recheck


class Engine:
    """One process's inference engine; `start` before use, `close` at the end."""

    def __init__(self, home: Path, lease: Lease, loader: BaseLoader = load_base) -> None:
        self.host = ModelHost(loader)
        self.compute = ComputeThread(lease)
        self.jobs = JobStore(home, self.host, self.compute)

    def start(self) -> None:
        """Begin to compute."""
        self.compute.start()

    def close(self, timeout_seconds: float = 5.0) -> None:
        """Stop at the next pause."""
        self.compute.close(timeout_seconds)

    def submit_job(self, body: dict[str, Any]) -> Job:
        """POST /jobs: {kind, params, jobKey?}. Raises InvalidInput before anything is queued."""
        params = body.get("params")
        if not isinstance(params, dict):
            raise InvalidInput("params.invalid", "params: must be an object.", field="params")
        return self.jobs.submit(
            str(body.get("kind")), params, optional_text(body, "jobKey"), _runner(body.get("kind"), params)
        )

    def submit_chat(
        self, body: dict[str, Any], emit: Callable[[dict[str, Any]], None], fail: Callable[[Exception], None]
    ) -> ChatTask:
        """POST /chat: queue it; events come through `emit`, a fault through `fail`, both from the compute thread."""
        task = ChatTask(chat(parse_chat(body), self.host), emit, fail)
        self.compute.submit_chat(task)
        return task


def _runner(kind: object, params: dict[str, Any]) -> Runner:
    if kind == "evaluate":
        evaluation = parse_evaluate(params)
        return lambda work: evaluate(evaluation, work)
    if kind == "recheck":
        audit = parse_recheck(params)
        return lambda work: recheck(audit, work)
    if kind == "accuracy":
        scoring = parse_accuracy(params)
        return lambda work: accuracy(scoring, work)
    if kind == "attribute":
        attribution = parse_attribute(params)
        return lambda work: attribute(attribution, work)
    raise InvalidInput("kind.unknown", "kind: must be evaluate, recheck, accuracy or attribute.", field="kind")
