"""How long and how much memory a job will take, before anything is loaded.

Seconds come from what earlier runs on this machine took per token and parameter (kept in the cache folder). Before
the first run they come from a short matrix multiplication. A quote is for an idle machine; run.json holds it beside
what the run took.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

from ..base.cache import cache_dir
from ..base.catalogue import find
from ..base.compute_lease import set_threads
from ..base.files import write_json
from ..data.rows import Row, read_rows
from .job_config import Job, read_job
from .robustness import EARLIER_TURNS, EARLIER_TURNS_SHARE

CHARACTERS_PER_TOKEN = 4.0
TEMPLATE_TOKENS = 32  # instruction, roles and end marks
SHARED_TOKENS = 22  # of them, computed once per batch
TURNS_TOKENS = 44  # what earlier turns add to a showing on average
CHANGE_TOKENS = 4  # what a different perturbation adds
FLOP_PER_TOKEN_PARAMETER = 4.0  # forward 2, backward through frozen weights 2
START_SECONDS = 10.0  # interpreter, libraries, weights, validation
UNKNOWN_PARAMS_MILLIONS = 1000.0
WEIGHT_OF_LAST_RUN = 0.5


def quote_job(job_dir: Path) -> dict[str, Any]:
    """{seconds, memoryMb, trainRows, steps, calibrated} of a job folder; raises InvalidInput for a bad job."""
    job = read_job(job_dir / "job.json")
    rows = read_rows(job_dir / "data.jsonl")
    entry = find(job.base)
    settings = job.hyperparameters
    shown = estimated_presentations(job, rows)
    memory = (
        entry.memory_mb(
            method=job.method,
            rank=settings.rank,
            batch_size=settings.batchSize,
            max_length=min(settings.maxLength, 128),
        )
        if entry
        else None
    )
    return {
        "seconds": round(predict_seconds(job, rows), 1),
        "memoryMb": memory,
        "trainRows": sum(row.split == "train" for row in rows),
        "steps": -(-shown // settings.batchSize),
        "calibrated": job.base in _calibration(),
    }


def estimated_presentations(job: Job, rows: list[Row]) -> int:
    """How many row showings the run has."""
    train = sum(row.split == "train" for row in rows)
    return train * job.hyperparameters.epochs


def computed_tokens(job: Job, rows: list[Row]) -> float:
    """Tokens that the machine works through, the shared prompt prefix counted once per batch."""
    train = [row for row in rows if row.split == "train"]
    own = sum((len(row.text) + len(row.label)) / CHARACTERS_PER_TOKEN for row in train)
    own += len(train) * (TEMPLATE_TOKENS - SHARED_TOKENS)
    settings = job.hyperparameters
    mixed = settings.robustnessMix * settings.epochs * len(train) * mix_tokens(settings.robustnessKinds)
    return own * settings.epochs + mixed + estimated_presentations(job, rows) / settings.batchSize * SHARED_TOKENS


def mix_tokens(kinds: Collection[str]) -> float:
    """Tokens that a perturbed showing adds on average."""
    if EARLIER_TURNS not in kinds:
        return CHANGE_TOKENS
    turns = EARLIER_TURNS_SHARE if len(kinds) > 1 else 1.0
    return turns * TURNS_TOKENS + (1 - turns) * CHANGE_TOKENS


def predict_seconds(job: Job, rows: list[Row]) -> float:
    """Wall-clock seconds of the run on an idle machine."""
    known = _calibration().get(job.base)
    if known is None:
        entry = find(job.base)
        params = (entry.params if entry else UNKNOWN_PARAMS_MILLIONS) * 1e6
        known = FLOP_PER_TOKEN_PARAMETER * params / measured_flops()
    return START_SECONDS + computed_tokens(job, rows) * known


def record_speed(job: Job, rows: list[Row], train_seconds: float) -> None:
    """Learn from a finished run: seconds per computed token, half old, half new."""
    known = _calibration()
    measured = train_seconds / max(computed_tokens(job, rows), 1.0)
    before = known.get(job.base, measured)
    known[job.base] = before * (1 - WEIGHT_OF_LAST_RUN) + measured * WEIGHT_OF_LAST_RUN
    _calibration_file().parent.mkdir(parents=True, exist_ok=True)
    write_json(_calibration_file(), known, what="the speed record")


def measured_flops() -> float:
    """Sustained fp32 multiply-adds per second (times two) of this machine, from a tenth of a second of work.

    Halved, because training reaches about half of what one large product does.
    """
    import torch

    set_threads()
    left, right = torch.rand(512, 576), torch.rand(576, 1536)
    torch.mm(left, right)
    started = time.perf_counter()
    count = 0
    while time.perf_counter() - started < 0.1:
        torch.mm(left, right)
        count += 1
    return 0.5 * count * 2 * 512 * 576 * 1536 / (time.perf_counter() - started)


def _calibration_file() -> Path:
    return cache_dir() / "speed.json"


def _calibration() -> dict[str, float]:
    try:
        content = json.loads(_calibration_file().read_text("utf8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}  # without its record one quote is less exact
    return {name: float(value) for name, value in content.items() if isinstance(value, (int, float)) and value > 0}
