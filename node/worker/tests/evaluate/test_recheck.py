"""Rechecks: an honest transcript is clean whatever the batches, each kind of lie is found at its place, seats agree."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import torch
from random_llama import make_adapter, make_base
from test_evaluate import MASK, make_work, request

from assay_worker.base.host import ModelHost
from assay_worker.engine.params import parse_evaluate, parse_recheck
from assay_worker.evaluate.recheck import recheck
from assay_worker.evaluate.seat import evaluate
from assay_worker.suite.turns import SECOND_LOOK


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    root = tmp_path_factory.mktemp("models")
    base = make_base(root / "base")
    return str(base), str(make_adapter(base, root / "adapter"))


@pytest.fixture(scope="module")
def host() -> ModelHost:
    return ModelHost()


@pytest.fixture(scope="module")
def transcript(folders: tuple[str, str], host: ModelHost, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return evaluate(parse_evaluate(request(folders)), make_work(tmp_path_factory.mktemp("seat"), host)[0])


def trials_of(transcript: dict[str, Any]) -> list[dict[str, Any]]:
    """Every trial as a recheck takes it, with the plain answers that some prompts quote."""
    given: list[dict[str, Any]] = []
    for item in transcript["items"]:
        plain = [{"position": at["position"], "outIds": at["outIds"]} for at in item["trials"] if at["position"] < 6]
        for trial in item["trials"]:
            chosen = {name: deepcopy(trial[name]) for name in ("position", "prompt", "outIds", "canonical")}
            given.append({"slot": item["slot"], **chosen, "plain": plain})
    return given


def run(
    folders: tuple[str, str], host: ModelHost, folder: Path, trials: list[dict[str, Any]], **changes: Any
) -> list[dict[str, Any]]:
    params = {**request(folders), "trials": trials, **changes}
    return recheck(parse_recheck(params), make_work(folder, host)[0])["trials"]


def test_an_honest_transcript_is_clean(
    folders: tuple[str, str], host: ModelHost, transcript: dict[str, Any], tmp_path: Path
) -> None:
    found = run(folders, host, tmp_path, trials_of(transcript))
    assert len(found) == 75
    assert [one["fault"] for one in found] == [None] * 75
    assert all(one["firstBadToken"] is None and 0 <= one["margin"] <= 1e-3 for one in found)


def test_an_honest_transcript_of_every_position_is_clean(
    folders: tuple[str, str], host: ModelHost, tmp_path: Path
) -> None:
    """Quoted failures, served answers, other models' answers and trials that do not apply included."""
    other = str(make_adapter(Path(folders[0]), tmp_path / "parent", seed=6))
    full = {"trialMask": str((1 << 44) - 1), "parent": {"base": folders[0], "adapterDir": other, "adapterHash": None}}
    items = request(folders)["items"][:2]
    params = {**request(folders, **full), "items": items}
    whole = evaluate(parse_evaluate(params), make_work(tmp_path / "seat", host)[0])
    trials = trials_of(whole)
    assert len(trials) == 88
    found = recheck(parse_recheck({**params, "trials": trials}), make_work(tmp_path, host)[0])["trials"]
    assert [one for one in found if one["fault"] is not None] == []
    compared = next(one for one in trials if one["position"] == 42)
    compared["outIds"][1] ^= 1
    [found] = recheck(parse_recheck({**params, "trials": [compared]}), make_work(tmp_path, host)[0])["trials"]
    assert (found["fault"], found["firstBadToken"]) == ("token", 1)


def test_what_is_found_on_a_trial_does_not_depend_on_its_batch(
    folders: tuple[str, str],
    host: ModelHost,
    transcript: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trials = trials_of(transcript)
    trials[7]["outIds"][0] += 1
    whole = run(folders, host, tmp_path, trials)
    monkeypatch.setattr("assay_worker.evaluate.recheck.TOKENS_PER_BATCH", 1)
    alone = run(folders, host, tmp_path, trials)
    assert [(one["fault"], one["firstBadToken"]) for one in whole] == [
        (one["fault"], one["firstBadToken"]) for one in alone
    ]


@pytest.mark.parametrize("position", [0, 3, 7, SECOND_LOOK, 20])
@pytest.mark.parametrize("step", [0, 4])
def test_a_changed_token_is_found_where_it_stands(
    folders: tuple[str, str],
    host: ModelHost,
    transcript: dict[str, Any],
    tmp_path: Path,
    position: int,
    step: int,
) -> None:
    trials = [one for one in trials_of(transcript) if one["position"] == position]
    trials[2]["outIds"][step] ^= 1
    found = run(folders, host, tmp_path, trials)
    assert [one["fault"] for one in found] == [None, None, "token", None, None]
    assert found[2]["firstBadToken"] == step
    assert found[2]["margin"] > 1e-3


def lies(trial: dict[str, Any]) -> dict[str, tuple[dict[str, Any], str, int | None]]:
    ids = trial["outIds"]
    return {
        "another prompt": ({"prompt": trial["prompt"] + " "}, "prompt", None),
        "no prompt": ({"prompt": ""}, "prompt", None),
        "stopped early": ({"outIds": ids[:3]}, "end", 3),
        "nothing said": ({"outIds": []}, "end", 0),
        "went on too long": ({"outIds": [*ids, *ids]}, "end", len(ids)),
        "outside the vocabulary": ({"outIds": [4_294_967_295, *ids[1:]]}, "token", 0),
        "another form": ({"canonical": "one"}, "form", None),
    }


@pytest.mark.parametrize("name", sorted(lies({"outIds": [], "prompt": ""})))
def test_every_other_lie_is_found(
    folders: tuple[str, str], host: ModelHost, transcript: dict[str, Any], tmp_path: Path, name: str
) -> None:
    trial = trials_of(transcript)[2]
    change, fault, first_bad = lies(trial)[name]
    [found] = run(folders, host, tmp_path, [{**trial, **change}])
    assert (found["fault"], found["firstBadToken"]) == (fault, first_bad)
    assert found["prompt"] == trial["prompt"], "the right prompt is told"


def test_the_work_of_another_seat_is_found(
    folders: tuple[str, str], host: ModelHost, transcript: dict[str, Any], tmp_path: Path
) -> None:
    """A copied transcript: greedy plain answers are the same for all seats, everything else is not."""
    found = run(folders, host, tmp_path, trials_of(transcript), seat=2)
    wrong = {(one["slot"], one["position"]) for one in found if one["fault"] is not None}
    assert not any(position == 0 for _, position in wrong)
    assert len(wrong) > len(found) / 2


def test_without_the_exam_tokens_are_judged_and_prompts_taken_as_given(
    folders: tuple[str, str], host: ModelHost, transcript: dict[str, Any], tmp_path: Path
) -> None:
    trials = trials_of(transcript)
    assert all(one["fault"] is None for one in run(folders, host, tmp_path, trials, items=None))
    trials[1]["outIds"][2] ^= 1
    trials[5]["canonical"] = "unseen"
    found = run(folders, host, tmp_path, trials, items=None)
    assert [(one["position"], one["firstBadToken"]) for one in found if one["fault"]] == [(1, 2)]


def test_what_only_hashes_show_is_told(
    folders: tuple[str, str], host: ModelHost, transcript: dict[str, Any], tmp_path: Path
) -> None:
    """An answer to a demand on chain shows ids and hashes: the right prompt and form are for the caller to compare."""
    trials = trials_of(transcript)
    shown = [{**trial, "prompt": None, "canonical": None} for trial in trials]
    found = run(folders, host, tmp_path, shown)
    assert [(one["fault"], one["prompt"], one["canonical"]) for one in found] == [
        (None, trial["prompt"], trial["canonical"]) for trial in trials
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"outIds": "no"}, "trials.invalid"),
        ({"outIds": [-1]}, "trials.invalid"),
        ({"outIds": [True]}, "trials.invalid"),
        ({"canonical": 1}, "trials.invalid"),
        ({"slot": 99}, "trials.unknownSlot"),
        ({"position": 44}, "trials.invalid"),
    ],
)
def test_error_bad_trials(folders: tuple[str, str], change: dict[str, Any], code: str) -> None:
    trial = {"slot": 0, "position": 0, "prompt": "a", "outIds": [1], "canonical": ""}
    with pytest.raises(Exception) as caught:
        parse_recheck({**request(folders), "trials": [{**trial, **change}]})
    assert getattr(caught.value, "code", None) == code


def test_honest_seats_agree_on_tiny_whatever_their_threads_and_batches(
    host: ModelHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same model, same items: at least 99.9% of leaves have the same ids (evaluation.md), here of 20 x 15."""
    texts = ["where is my card", "send money to my brother", "the train was late", "play a song", "how warm is it", "?"]
    items = [
        {"slot": slot, "text": f"{texts[slot % 6]} {slot}", "label": ("one", "two")[slot % 2], "contributor": "0x1"}
        for slot in range(20)
    ]

    def ids(name: str, threads: int, tokens: int, rows: int) -> list[list[int]]:
        monkeypatch.setattr("assay_worker.evaluate.seat.tokens_per_batch", lambda _: tokens)
        monkeypatch.setattr("assay_worker.base.plan.TOKENS_PER_ROW", tokens // rows)
        before = torch.get_num_threads()
        torch.set_num_threads(threads)
        try:
            params = parse_evaluate({**request(("tiny", ""), items=items), "adapterDir": None})
            result = evaluate(params, make_work(tmp_path / name, host)[0])
        finally:
            torch.set_num_threads(before)
        return [trial["outIds"] for item in result["items"] for trial in item["trials"]]

    one, two = ids("one", 1, 768, 48), ids("two", 2, 300, 11)
    assert len(one) == len(two) == 20 * 15
    assert len({tuple(leaf) for leaf in one}) > 50, "the leaves differ among themselves"
    assert sum(a == b for a, b in zip(one, two, strict=True)) >= 0.999 * len(one)
    assert MASK.bit_count() == 15
