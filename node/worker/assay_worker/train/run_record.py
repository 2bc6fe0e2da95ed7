"""run.json: everything needed to repeat a run and to tell whether a repeat is the same.

Hashes are compared within a determinism class (threads, instruction set, torch build), losses across classes.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
from datetime import UTC, datetime
from typing import Any

import torch

from .job_config import Job, canonical_settings

SCHEMA_VERSION = 1
PACKAGES = ("torch", "transformers", "peft", "accelerate", "bitsandbytes", "safetensors", "tokenizers", "numpy")


def determinism_class() -> dict[str, Any]:
    """What must be equal for two runs to give the same bytes."""
    return {
        "device": "cpu",
        "threads": torch.get_num_threads(),
        "instructionSet": torch.backends.cpu.get_cpu_capability(),
        "torchBuild": torch.__version__,
        "machine": platform.machine(),
    }


def hardware() -> dict[str, Any]:
    """The machine, without anything that names its owner."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cpu": _cpu_name(),
        "cores": len(os.sched_getaffinity(0)),
        "memoryMb": memory // 2**20,
        "system": platform.system(),
    }


def _cpu_name() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf8") as file:  # noqa: PTH123 - a kernel file, read as a stream
            return next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown")
    except OSError:
        return platform.processor() or "unknown"


def run_record(job: Job, **measured: Any) -> dict[str, Any]:
    """The run.json document; `measured` holds data hashes, losses, adapter hash, seconds and the like."""
    return {
        "schemaVersion": SCHEMA_VERSION,
        "kind": "run",
        "job": job.document,
        "settings": canonical_settings(job),
        "seed": job.hyperparameters.seed,
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
        "python": sys.version.split()[0],
        "determinismClass": determinism_class(),
        "hardware": hardware(),
        "finishedAt": datetime.now(UTC).isoformat(timespec="seconds"),
        **measured,
    }
