"""The event stream of a training job: one JSON line per event, in events.jsonl and on stdout.

Ids count from 1 and go on after a resume, so that a reader can ask for everything after the last id it saw.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ..base.files import disk_fault


class EventLog:
    """Appends events; `echo` also writes them to stdout for the parent process."""

    def __init__(self, path: Path, *, echo: bool = True) -> None:
        self._echo = echo
        self._last = last_event_id(path)
        try:
            self._file = path.open("a", encoding="utf8")
        except OSError as fault:
            raise disk_fault(fault, f"the event log {path}") from fault

    def emit(self, kind: str, **fields: Any) -> None:
        """Write one event at once. A full disk still reaches stdout, then raises DiskFull."""
        self._last += 1
        line = json.dumps({"id": self._last, "type": kind, **fields}, ensure_ascii=False, allow_nan=False)
        if self._echo:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        try:
            self._file.write(line + "\n")
            self._file.flush()
        except OSError as fault:
            raise disk_fault(fault, "the event log") from fault

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._file.close()
        except OSError as closing:
            # Python tries a failed write again on close; the caller already gets the first failure.
            if fault is None:
                raise disk_fault(closing, "the event log") from closing


def last_event_id(path: Path) -> int:
    """The id of the last whole line of an event log; 0 without one. A torn last line (a kill) is cut off."""
    if not path.is_file():
        return 0
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if len(whole) < len(content):
        path.write_bytes(whole)
    lines = whole.splitlines()
    return int(json.loads(lines[-1])["id"]) if lines else 0
