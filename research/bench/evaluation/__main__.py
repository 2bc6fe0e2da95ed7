"""Times a seat's evaluation against the peers in alternating turns and prints one JSON line.

`python -m evaluation --base tiny --items 64 --turns 5`; the launcher is research/bench/evaluate.ts.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import torch
from assay_worker.base.host import Handle, ModelHost
from assay_worker.base.work import Work
from assay_worker.evaluate.exam_params import EvaluateParams, answer_limit
from assay_worker.evaluate.seat import evaluate

from .peer import Asked, generate_all
from .subject import SETTINGS, seat, train

BATCH_SIZES = (8, 16, 32, 64, 128)


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def run_seat(params: EvaluateParams, host: ModelHost, folder: Path) -> tuple[float, list[dict[str, Any]]]:
    """Seconds and items of one evaluation from nothing."""
    started = time.perf_counter()
    result = evaluate(params, Work(host, folder, lambda: None, lambda _: None))
    return time.perf_counter() - started, result["items"]


def questions(params: EvaluateParams, items: list[dict[str, Any]]) -> list[Asked]:
    """The trials of a finished evaluation, as the peer gets them."""
    asked: list[Asked] = []
    for item in items:
        for trial in item["trials"]:
            key = params.seed.noise(item["slot"], trial["position"]) if trial["condition"] == "repeat" else None
            asked.append(Asked((item["slot"], trial["position"]), trial["prompt"], key))
    return asked


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", choices=sorted(SETTINGS), default="tiny")
    parser.add_argument("--items", type=int, default=64)
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(compare(options.base, options.items, options.turns, Path(name))))  # noqa: T201


def compare(base: str, items: int, turns: int, folder: Path) -> dict[str, Any]:
    """Medians over `turns`, after each peer's best batch size was found.

    The first peer is the model as PEFT loads it, which is what calling `generate` on an adapter means; the second has
    the evaluator's own merged weights, so that what is left of the ratio is not the merging.
    """
    say(f"training {base} on the example rows")
    subject = train(base, items, folder / "model")
    params, host = seat(subject), ModelHost()
    # The first run loads the model; it is not timed.
    warm = EvaluateParams(**{**vars(params), "items": params.items[:2]})
    run_seat(warm, host, folder / "warm")
    _, result = run_seat(params, host, folder / "first")
    asked = questions(params, result)
    handles = {"peft": host.open(base, str(subject.adapter)), "merged": host.open_merged(base, str(subject.adapter))}
    limit = answer_limit([len(_ids(handles["peft"], label)) for label in params.labels])

    def peer(name: str, batch_size: int) -> tuple[float, dict[tuple[int, int], list[int]]]:
        host.activate(handles[name])
        started = time.perf_counter()
        answers = generate_all(
            handles[name], asked, batch_size=batch_size, temperature=params.temperature, max_new_tokens=limit
        )
        return time.perf_counter() - started, answers

    best = {name: _best(name, {size: peer(name, size)[0] for size in BATCH_SIZES}) for name in handles}
    ours: list[float] = []
    theirs: dict[str, list[float]] = {name: [] for name in handles}
    equal: dict[str, int] = {}
    for turn in range(turns):
        seconds, items_now = run_seat(params, host, folder / f"turn{turn}")
        ours.append(seconds)
        for name, times in theirs.items():
            seconds, answers = peer(name, best[name])
            times.append(seconds)
            equal[name] = sum(
                trial["outIds"] == answers[item["slot"], trial["position"]]
                for item in items_now
                for trial in item["trials"]
            )
        said = ", ".join(f"{name} {times[-1]:.2f} s ({equal[name]} equal)" for name, times in theirs.items())
        say(f"turn {turn + 1} of {len(asked)} trials: evaluator {ours[-1]:.2f} s, generate {said}")
    mine, other = statistics.median(ours), {name: statistics.median(times) for name, times in theirs.items()}
    return {
        "base": base, "items": len(params.items), "trials": len(asked), "threads": torch.get_num_threads(),
        "seconds": round(mine, 3), "peer_seconds": round(other["peft"], 3), "peer_batch": best["peft"],
        "merged_peer_seconds": round(other["merged"], 3), "merged_peer_batch": best["merged"],
        "ratio": round(other["peft"] / mine, 3), "ratio_to_merged": round(other["merged"] / mine, 3),
        "equal": min(equal.values()), "items_per_second": round(len(params.items) / mine, 3),
    }  # fmt: skip


def _best(name: str, by_size: dict[int, float]) -> int:
    """The batch size that took least."""
    best = min(by_size, key=lambda size: by_size[size])
    for size, seconds in by_size.items():
        say(f"generate ({name}), batches of {size}: {seconds:.2f} s{' (best)' if size == best else ''}")
    return best


def _ids(handle: Handle, text: str) -> list[int]:
    ids: Any = handle.tokenizer(text, add_special_tokens=False)["input_ids"]
    return ids


if __name__ == "__main__":
    main()
