"""The same prompt sequence five times in one conversation, over versions of a model that differ slightly.

Each session puts a few exam items one after the other into one conversation, and then the same items again, five times
in all. The model's own answers stay in the history, right or wrong. A version that carries over badly loses items from
one time round to the next, although every prompt is one that it has just seen.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assay_worker.base.compute_lease import compute_lease
from assay_worker.base.conversation import Message, conversation, render
from assay_worker.base.decode import Draw, Request, decode_batch
from assay_worker.base.host import Handle, ModelHost
from assay_worker.base.prefill import NO_PREFIX
from assay_worker.data.graders import LABEL_SET, make_grader
from assay_worker.evaluate.exam_params import answer_limit

from .bench import WEIGHTS, Bench, Exam, Recipe
from .tasks import Line, make_task

TIMES = 5


def carry_over(base: str, doses_file: Path, folder: Path, *, say: Callable[[str], None] = print) -> dict[str, Any]:
    """The study's result document: for every version, sessions' right answers at each of the five times round."""
    doses: dict[str, Any] = json.loads(doses_file.read_text("utf8"))[base]
    shape = doses["task"]
    task = make_task(
        shape["seed"],
        intents=shape["intents"],
        rows_per_intent=shape["rowsPerIntent"],
        exam_items=shape["examItems"],
        exam_skeletons=shape["examSkeletons"],
    )
    exam = Exam(task.labels, task.exam, task.train[:200], f"{shape['seed']:064x}", doses["temperature"])
    bench, host = Bench(folder, say), ModelHost()
    sessions = [
        task.exam[start : start + doses["sessionItems"]]
        for start in range(0, doses["sessions"] * doses["sessionItems"], doses["sessionItems"])
    ]
    if any(len(session) < doses["sessionItems"] for session in sessions):
        raise ValueError(f"{doses_file.name}: {base}.sessions asks for more items than the exam has.")
    versions: list[dict[str, Any]] = []
    for name, settings in doses["versions"].items():
        recipe = Recipe(f"{base} {name}", base, task.train, {**doses["common"], **settings})
        outcome = bench.judge(recipe, exam)
        handle = host.open(WEIGHTS[base], str(bench.adapter(recipe)), None)
        rounds = ask_again(handle, sessions, task.labels)
        right = [sum(map(sum, one)) for one in zip(*rounds, strict=True)]
        say(f"{recipe.name}: right by time round {right} of {len(sessions) * doses['sessionItems']}")
        versions.append({
            "name": name, "counts": outcome.counts, "worst": outcome.worst, "items": outcome.items, "right": right,
        })  # fmt: skip
    return {
        "study": "carryover",
        "base": base,
        "asked": len(sessions) * doses["sessionItems"],
        "sessions": len(sessions),
        "versions": versions,
    }


def ask_again(
    handle: Handle, sessions: Sequence[Sequence[Line]], labels: Sequence[str], times: int = TIMES
) -> list[list[list[bool]]]:
    """`[session][time][item]`: whether each greedy answer was right. All sessions advance one turn together."""
    grader = make_grader(LABEL_SET, labels)
    limit = answer_limit([len(_ids(handle, label)) for label in labels])
    histories: list[list[Message]] = [[] for _ in sessions]
    rounds: list[list[list[bool]]] = [[] for _ in sessions]
    for _ in range(times):
        for one in rounds:
            one.append([])
        for at in range(len(sessions[0])):
            asked = [session[at] for session in sessions]
            prompts = [conversation(item.text, past) for item, past in zip(asked, histories, strict=True)]
            requests = [Request(tuple(_ids(handle, render(handle.tokenizer, one))), (Draw(),)) for one in prompts]
            with compute_lease():
                written = decode_batch(handle.model, requests, NO_PREFIX, max_new_tokens=limit, end_ids=handle.end_ids)
            for place, (item, answers) in enumerate(zip(asked, written, strict=True)):
                said = str(handle.tokenizer.decode(answers[0].ids, skip_special_tokens=True))
                rounds[place][-1].append(grader.passes(said, item.label))
                histories[place] += [
                    Message(role="user", content=item.text),
                    Message(role="assistant", content=said),
                ]
    return rounds


def _ids(handle: Handle, text: str) -> list[int]:
    ids = handle.tokenizer(text, add_special_tokens=False)["input_ids"]
    assert isinstance(ids, list)
    return ids
