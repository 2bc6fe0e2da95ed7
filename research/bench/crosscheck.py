"""Counts the outputs of one evaluation again with lm-eval's own metric, and prints both counts side by side.

lm-eval is no part of the project: make a virtual environment of its own and run this file with it, on the result.json
of an `evaluate` job (in the engine's home, jobs/<id>/result.json):

    python3 -m venv /tmp/crosscheck && /tmp/crosscheck/bin/pip install lm-eval
    /tmp/crosscheck/bin/python research/bench/crosscheck.py RESULT.json

What is compared: every trial that is graded against the sealed label, as exact_match that ignores case, punctuation and
the difference between space, `_` and `-`. The trials go through lm-eval's evaluator (a task over the recorded answers,
and a model that repeats them), not through a copy of its rule. Exit code 1 where one trial is counted differently.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

LABELLED = ("first", "repeat", "carry-over", "sharded", "format", "retry")
GAPS = r"[\s_\-]+"


def read_trials(path: Path) -> list[dict[str, Any]]:
    """One document per labelled trial that applies: {slot, position, condition, answer, expected, passed}."""
    result = json.loads(path.read_text("utf8"))
    return [
        {
            "slot": item["slot"], "position": trial["position"], "condition": trial["condition"],
            "answer": trial["answer"], "expected": item["expected"], "passed": trial["pass"],
        }
        for item in result["items"]
        for trial in item["trials"]
        if trial["condition"] in LABELLED and trial["variant"] != "not-applicable"
    ]  # fmt: skip


def count_with_lm_eval(trials: list[dict[str, Any]]) -> list[bool]:
    """lm-eval's exact_match of every trial, in order."""
    from lm_eval.api.instance import Instance
    from lm_eval.api.model import LM
    from lm_eval.evaluator import simple_evaluate

    class Recorded(LM):
        """Answers every request with what the trial's document recorded."""

        def generate_until(
            self, requests: list[Instance], disable_tqdm: bool = False
        ) -> list[str]:
            return [request.doc["answer"] for request in requests]

        def loglikelihood(self, requests: list[Instance]) -> list[tuple[float, bool]]:
            raise NotImplementedError("only recorded answers are counted")

        def loglikelihood_rolling(self, requests: list[Instance]) -> list[float]:
            raise NotImplementedError("only recorded answers are counted")

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "trials.jsonl"
        file.write_text("".join(json.dumps(trial) + "\n" for trial in trials), "utf8")
        task = {
            "task": "recorded",
            "dataset_path": "json",
            "dataset_kwargs": {"data_files": {"test": str(file)}, "cache_dir": folder},
            "test_split": "test",
            "output_type": "generate_until",
            "doc_to_text": "{{slot}}/{{position}}",
            "doc_to_target": "{{expected}}",
            "metric_list": [
                {
                    "metric": "exact_match",
                    "aggregation": "mean",
                    "higher_is_better": True,
                    "ignore_case": True,
                    "ignore_punctuation": True,
                    "regexes_to_ignore": [GAPS],
                }
            ],
        }
        found = simple_evaluate(
            model=Recorded(), tasks=[task], log_samples=True, bootstrap_iters=0
        )
    assert found is not None
    samples = sorted(found["samples"]["recorded"], key=lambda sample: sample["doc_id"])
    return [bool(sample["exact_match"] == 1.0) for sample in samples]


def main() -> int:
    """Print one line per condition, then one JSON line."""
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("result", type=Path)
    trials = read_trials(parser.parse_args().result)
    theirs = count_with_lm_eval(trials)
    assert len(theirs) == len(trials), "lm-eval left trials out"
    rows: defaultdict[str, dict[str, Any]] = defaultdict(
        lambda: {
            "trials": 0,
            "assay": 0,
            "lm_eval": 0,
            "assay_items": {},
            "lm_eval_items": {},
        }
    )
    for trial, their in zip(trials, theirs, strict=True):
        row = rows[trial["condition"]]
        row["trials"] += 1
        for name, passed in (("assay", trial["passed"]), ("lm_eval", their)):
            row[name] += passed
            items = row[f"{name}_items"]
            items[trial["slot"]] = items.get(trial["slot"], True) and passed
    table = {
        condition: {
            "trials": row["trials"],
            "assay": row["assay"],
            "lm_eval": row["lm_eval"],
            "items": len(row["assay_items"]),
            "assay_items": sum(row["assay_items"].values()),
            "lm_eval_items": sum(row["lm_eval_items"].values()),
        }
        for condition, row in rows.items()
    }
    for condition, row in table.items():
        print(
            f"{condition:12} trials {row['assay']:4} | {row['lm_eval']:4} of {row['trials']:4}"
            f"   items, all trials {row['assay_items']:3} | {row['lm_eval_items']:3} of {row['items']:3}"
        )
    different = sum(
        trial["passed"] != their for trial, their in zip(trials, theirs, strict=True)
    )
    print(
        json.dumps({"trials": len(trials), "different": different, "conditions": table})
    )
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
