"""Results that survive a killed process: one JSON line per finished piece, appended and flushed to disk.

The first line names what the pieces depend on; a file with a different head is started again. A half-written last line
(the process died in the middle of it) is dropped.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


class PartialStore:
    """Append-only pieces of one job."""

    def __init__(self, path: Path, head: dict[str, Any]) -> None:
        self.path = path
        self.pieces: list[dict[str, Any]] = []
        lines = path.read_bytes().split(b"\n")[:-1] if path.is_file() else []
        if lines and _parse(lines[0]) == head:
            parsed = [_parse(line) for line in lines[1:]]
            self.pieces = [piece for piece in parsed if piece is not None]
        # The whole file is written again, so that the next piece does not join a torn last line.
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".new")
        temporary.write_text("".join(json.dumps(line) + "\n" for line in [head, *self.pieces]), "utf8")
        temporary.replace(path)

    def append(self, pieces: list[dict[str, Any]]) -> None:
        """Write `pieces` and wait until they are on disk."""
        with self.path.open("a", encoding="utf8") as file:
            file.write("".join(json.dumps(piece) + "\n" for piece in pieces))
            file.flush()
            os.fsync(file.fileno())
        self.pieces += pieces


def _parse(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
