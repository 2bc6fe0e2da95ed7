"""The one compute thread of the engine and its two queues: chats first, then jobs in the order they came.

A job calls `pause` between batches and token steps; waiting chats run there, one token each in turn, until all are
done. So a chat waits for one batch at most. The machine-wide compute lease is held while computing and offered to
the machine's other processes every few seconds.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

Lease = Callable[[], AbstractContextManager[None]]
LEASE_SECONDS = 2.0  # a training step takes about as long, so neither side starves the other


class EngineStopping(Exception):
    """The engine is shutting down; raised inside a job at its next pause. Its partial results stay."""


@dataclass
class ChatTask:
    """A chat in the queue: `steps` yields events, `emit` hands them to the client; `fail` gets what it raised."""

    steps: Iterator[dict[str, Any]]
    emit: Callable[[dict[str, Any]], None]
    fail: Callable[[Exception], None]
    cancelled: threading.Event = field(default_factory=threading.Event)


JobTask = Callable[[Callable[[], None]], None]
"""Runs a job; its argument is the pause function. Must report its own faults."""


class ComputeThread:
    """Runs tasks one at a time; `start` it once, `close` it once."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self._held: AbstractContextManager[None] | None = None
        self._held_since = 0.0
        self._changed = threading.Condition()
        self._chats: deque[ChatTask] = deque()
        self._jobs: deque[JobTask] = deque()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="compute", daemon=True)

    def start(self) -> None:
        """Begin to take tasks."""
        self._thread.start()

    def submit_chat(self, task: ChatTask) -> None:
        """Queue a chat; it starts at the running job's next pause."""
        with self._changed:
            self._chats.append(task)
            self._changed.notify()

    def submit_job(self, task: JobTask) -> None:
        """Queue a job as the last one."""
        with self._changed:
            self._jobs.append(task)
            self._changed.notify()

    def close(self, timeout_seconds: float) -> None:
        """Stop at the next pause and wait for the thread."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join(timeout_seconds)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopping or self._chats or self._jobs)
                if self._stopping:
                    return
                job = self._jobs.popleft() if self._jobs and not self._chats else None
            self._take_lease()
            try:
                if job is None:
                    self._serve_chats()
                else:
                    job(self.pause)
            finally:
                self._drop_lease()

    def pause(self) -> None:
        """Called by the running job: offers the lease, serves every waiting chat."""
        if self._stopping:
            raise EngineStopping
        if time.monotonic() - self._held_since > LEASE_SECONDS:
            self._drop_lease()
            self._take_lease()
        if self._chats:
            self._serve_chats()

    def _serve_chats(self) -> None:
        """All waiting chats in turn, one event each, newcomers included, until none is left."""
        while self._chats and not self._stopping:
            task = self._chats.popleft()
            if task.cancelled.is_set():
                continue
            try:
                event = next(task.steps, None)
            except Exception as fault:  # noqa: BLE001 (the client must hear of it, and the thread must go on)
                task.fail(fault)
                continue
            if event is not None:
                task.emit(event)
                self._chats.append(task)

    def _take_lease(self) -> None:
        self._held = self._lease()
        self._held.__enter__()
        self._held_since = time.monotonic()

    def _drop_lease(self) -> None:
        if self._held is not None:
            self._held.__exit__(None, None, None)
            self._held = None
