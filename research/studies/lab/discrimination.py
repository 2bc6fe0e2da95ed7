"""Does the report put a sound model before a damaged one, and does first-pass accuracy?

Every family has a task, a sound model and one model a damage; pairs within a family share the sound model, so the
bound resamples families. The doses come from a file that was committed before the run.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .bench import Bench, Exam, Outcome
from .damages import damaged_recipe, sound_recipe
from .doses import DAMAGES, Doses, read_doses
from .ranking import Pair, all_correct_bound, clustered_bound, compare
from .tasks import Task, make_task

HISTORY_ROWS = 200  # rows that own-task turns are drawn from


def exam_of(family: int, task: Task, doses: Doses) -> Exam:
    """The exam of one family: the same items, history and draws for its sound model and all damaged ones."""
    return Exam(task.labels, task.exam, task.train[:HISTORY_ROWS], f"{family:064x}", doses.temperature)


def task_of(family: int, doses: Doses) -> Task:
    """The task of one family, drawn afresh."""
    return make_task(
        family,
        intents=doses.intents,
        rows_per_intent=doses.rows_per_intent,
        exam_items=doses.exam_items,
        exam_skeletons=doses.exam_skeletons,
    )


def discriminate(
    base: str,
    doses_file: Path,
    folder: Path,
    *,
    models: int | None = None,
    pairs: int | None = None,
    damages: tuple[str, ...] = DAMAGES,
    say: Callable[[str], None] = print,
) -> dict[str, Any]:
    """The study's result document; `models` and `pairs` cut it short (pairs in the order of families)."""
    doses = read_doses(doses_file, base)
    wanted = [
        (family, damage) for family in range(1, (models or doses.models) + 1) for damage in damages
    ]  # the first family is 1: seed 0 is everyone's default
    wanted = wanted[: pairs if pairs is not None else len(wanted)]
    bench = Bench(folder, say)
    outcomes: list[Outcome] = []
    compared: list[Pair] = []
    sound: dict[int, Outcome] = {}
    for family, damage in wanted:
        task = task_of(family, doses)
        exam = exam_of(family, task, doses)
        if family not in sound:
            sound[family] = bench.judge(sound_recipe(base, family, task, doses), exam)
            outcomes.append(sound[family])
        damaged = bench.judge(damaged_recipe(base, family, damage, task, doses), exam)
        outcomes.append(damaged)
        compared.append(compare(family, damage, sound[family], damaged))
    return _document(base, doses, compared, outcomes)


def _document(base: str, doses: Doses, pairs: list[Pair], outcomes: list[Outcome]) -> dict[str, Any]:
    clusters = [pair.cluster for pair in pairs]
    report, first = [pair.report_correct for pair in pairs], [pair.first_pass_correct for pair in pairs]
    families = len(set(clusters))
    return {
        "study": "discrimination",
        "base": base,
        "items": doses.exam_items,
        "families": families,
        "pairs": len(pairs),
        "report_correct": sum(report),
        "first_pass_correct": sum(first),
        "report_bound": round(clustered_bound(report, clusters), 4),
        "first_pass_bound": round(clustered_bound(first, clusters), 4),
        "all_correct_bound": round(all_correct_bound(families), 4),
        "comparisons": [asdict(pair) for pair in pairs],
        "models": [
            {
                "name": one.name,
                "counts": one.counts,
                "worst": one.worst,
                "meanLogPass5": round(one.scalar[1], 4),
                "trainSeconds": round(one.train_seconds, 1),
                "evaluateSeconds": round(one.evaluate_seconds, 1),
            }
            for one in outcomes
        ],
    }


def last_line(document: dict[str, Any]) -> str:
    """The study's one line of JSON."""
    names = (
        "base", "items", "families", "pairs", "report_correct", "first_pass_correct", "report_bound",
        "first_pass_bound", "all_correct_bound",
    )  # fmt: skip
    return json.dumps({name: document[name] for name in names})
