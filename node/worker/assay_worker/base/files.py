"""Writing files so that a crash or a full disk never leaves half of one behind."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from .errors import DiskFull

# EFBIG is a file-size limit: to a person it means the same as a full disk.
NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_bytes(path: Path, content: bytes, *, what: str) -> None:
    """Write `content` to `path` atomically and durably. Raises DiskFull naming `what` when no space is left."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError as fault:
        Path(name).unlink(missing_ok=True)
        raise disk_fault(fault, what) from fault


def write_json(path: Path, content: Any, *, what: str) -> None:
    """Write sorted, indented JSON atomically; refuses NaN."""
    text = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    write_bytes(path, (text + "\n").encode(), what=what)


def disk_fault(fault: OSError, what: str) -> Exception:
    """`fault` as DiskFull if it means that no space is left, else itself."""
    if fault.errno in NO_SPACE:
        return DiskFull("disk.full", f"No space is left on the disk for {what}; free some space, then resume the job.")
    return fault


def sha256_file(path: Path) -> str:
    """Hex SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
