"""Where this machine keeps what several runs share: bases, the compute lease, measured speeds."""

from __future__ import annotations

import os
from pathlib import Path


def cache_dir() -> Path:
    """The machine-wide cache, shared by checkouts: $ASSAY_CACHE or ~/.cache/assay."""
    return Path(os.environ.get("ASSAY_CACHE") or Path.home() / ".cache" / "assay")
