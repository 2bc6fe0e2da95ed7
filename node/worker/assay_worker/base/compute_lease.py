"""One busy process at a time on this machine: a fair file lock around every stretch of heavy compute.

Two processes computing at once on the same cores are each slower than half (61 against about 200 tokens/s, measured),
so training takes the lease for one optimizer step and the engine for one batch. A second lock, the turnstile, makes
it fair: a process that waits for the lease holds the turnstile, so the last holder cannot take the lease again first.
The locks end with their process. Not covered: machines that share a file system but not their cores.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from .cache import cache_dir


def thread_count() -> int:
    """Threads a compute stretch may use: $ASSAY_THREADS or the cores this process may run on."""
    wanted = os.environ.get("ASSAY_THREADS", "")
    return int(wanted) if wanted.isdigit() and int(wanted) > 0 else len(os.sched_getaffinity(0))


def set_threads() -> int:
    """Give torch the machine's threads, once per process; returns the count (part of the determinism class)."""
    import torch

    count = thread_count()
    torch.set_num_threads(count)
    return count


@contextmanager
def compute_lease(folder: Path | None = None) -> Generator[None]:
    """Hold the machine's compute lease for the body; waits in turn. Not re-entrant: never nest it."""
    place = folder or cache_dir() / "lease"
    place.mkdir(parents=True, exist_ok=True)
    with (place / "turnstile").open("a") as turnstile, (place / "compute").open("a") as lease:
        fcntl.flock(turnstile, fcntl.LOCK_EX)
        try:
            fcntl.flock(lease, fcntl.LOCK_EX)
        finally:
            fcntl.flock(turnstile, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(lease, fcntl.LOCK_UN)
