"""What a job is given to work with, and how it says how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .host import Handle, ModelHost


class JobCancelled(Exception):
    """The caller cancelled the job; raised at its next pause."""


@dataclass
class Work:
    """One running job's view of the engine. `folder` keeps its partial results; `pause` lets chats go first."""

    host: ModelHost
    folder: Path
    let_chats_run: Callable[[], None]
    publish: Callable[[dict[str, Any]], None]
    handle: Handle | None = field(default=None, init=False)

    def open(self, base: str, adapter_dir: str | None, adapter_hash: str | None) -> Handle:
        """Load the model this job computes with, as it is served."""
        self.handle = self.host.open(base, adapter_dir, adapter_hash)
        return self.handle

    def open_merged(self, base: str, adapter_dir: str | None, adapter_hash: str | None) -> Handle:
        """The same for a job that decodes much: with the adapter in the weights where possible."""
        self.handle = self.host.open_merged(base, adapter_dir, adapter_hash)
        return self.handle

    def pause(self) -> None:
        """Between batches: serves waiting chats, then restores this job's adapter. Raises JobCancelled."""
        self.let_chats_run()
        if self.handle is not None:
            self.host.activate(self.handle)


class Meter:
    """Progress of a job in units of cost (tokens); seconds left from the pace since it began."""

    def __init__(self, publish: Callable[[dict[str, Any]], None], total: int, total_cost: float) -> None:
        self._publish = publish
        self._total = total
        self._done = 0
        self._cost_left = total_cost
        self._cost_done = 0.0
        self._since = time.monotonic()

    def skip(self, count: int, cost: float) -> None:
        """Count pieces that were done before this process: they say nothing about the pace."""
        self._done += count
        self._cost_left -= cost

    def advance(self, count: int, cost: float) -> None:
        """Count finished pieces and publish {done, total, secondsLeft}."""
        self._done += count
        self._cost_done += cost
        self._cost_left -= cost
        pace = (time.monotonic() - self._since) / self._cost_done if self._cost_done else 0.0
        seconds = round(max(0.0, pace * self._cost_left), 1)
        self._publish({"done": self._done, "total": self._total, "secondsLeft": seconds})
