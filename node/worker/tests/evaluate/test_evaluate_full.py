"""Evaluation under every position of the layout, on a random Llama: leaves, references, going on after a kill."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from random_llama import make_adapter, make_base

from assay_worker.base.host import ModelHost
from assay_worker.base.work import JobCancelled, Work
from assay_worker.engine.params import parse_evaluate
from assay_worker.evaluate.seat import evaluate
from assay_worker.suite.layout import POSITIONS

FULL = 2**POSITIONS - 1
TEXTS = ["where is my card", "give it back. i want my money", "please close it", "now?"]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    root = tmp_path_factory.mktemp("models")
    base = make_base(root / "base")
    adapters = {name: str(make_adapter(base, root / name, seed=seed)) for name, seed in [("own", 5), ("parent", 6)]}
    return {"base": str(base), **adapters}


def request(folders: dict[str, str], **changes: Any) -> dict[str, Any]:
    return {
        "base": folders["base"], "adapterDir": folders["own"], "labels": ["one", "two"], "grader": 2,
        "trialMask": str(FULL), "roundSeed": "0xAB", "seat": 1, "temperature": 0.7,
        "items": [
            {"slot": slot, "text": text, "label": ("one", "two")[slot % 2], "contributor": "0x1"}
            for slot, text in enumerate(TEXTS)
        ],
        "parent": {"base": folders["base"], "adapterDir": folders["parent"]},
        **changes,
    }  # fmt: skip


def run(folders: dict[str, str], folder: Path, stop_after: int = -1, **changes: Any) -> dict[str, Any]:
    pauses = 0

    def pause() -> None:
        nonlocal pauses
        pauses += 1
        if pauses == stop_after:
            raise JobCancelled

    events: list[dict[str, Any]] = []
    work = Work(ModelHost(), folder, pause, events.append)
    result = evaluate(parse_evaluate(request(folders, **changes)), work)
    assert events[-1]["done"] == events[-1]["total"] if stop_after < 0 else True
    result.pop("seconds")
    result.pop("latency", None)
    return result


@pytest.fixture(scope="module")
def whole(folders: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return run(folders, tmp_path_factory.mktemp("whole"))


def at(result: dict[str, Any], slot: int, position: int) -> dict[str, Any]:
    return next(one for one in result["items"][slot]["trials"] if one["position"] == position)


def test_no_bit_can_be_proven_false_on_chain(whole: dict[str, Any]) -> None:
    """FraudProofs.proveBit compares a leaf's form with the expected one at every position: both must say the same."""
    for item in whole["items"]:
        assert [one["position"] for one in item["trials"]] == list(range(POSITIONS))
        for one in item["trials"]:
            assert one["pass"] == (one["canonical"] == item["expected"]), one


def test_what_does_not_apply_is_an_empty_leaf_that_passes(whole: dict[str, Any]) -> None:
    skipped = [(slot, position) for slot in (0, 2, 3) for position in range(14, 18)]
    skipped += [(slot, 43) for slot in range(4)]
    for slot, position in skipped:
        leaf = at(whole, slot, position)
        assert (leaf["variant"], leaf["prompt"], leaf["outIds"], leaf["pass"]) == ("not-applicable", "", [], True)
    assert at(whole, 1, 14)["variant"] == "halves"
    by_name = {one["condition"]: one for one in whole["scores"]["conditions"]}
    assert by_name["sharded"]["applicable"] == 1
    assert by_name["sharded"]["passes"] == 3 + by_name["sharded"]["applicablePasses"]


def test_load_answers_are_the_reference_whatever_the_company(whole: dict[str, Any]) -> None:
    for slot in range(4):
        first = at(whole, slot, 0)
        for position in range(38, 42):
            assert at(whole, slot, position)["outIds"] == first["outIds"]
            assert at(whole, slot, position)["prompt"] == first["prompt"]
            assert at(whole, slot, position)["pass"]


def test_retry_quotes_the_first_failed_answer(whole: dict[str, Any]) -> None:
    for slot in range(4):
        plain = [at(whole, slot, position) for position in range(6)]
        failed = next(one for one in plain if not one["pass"])
        assert failed["answer"] in at(whole, slot, 34)["prompt"]


def test_regression_asks_the_parent(folders: dict[str, str], whole: dict[str, Any], tmp_path: Path) -> None:
    alone = run(folders, tmp_path, adapterDir=folders["parent"], trialMask="1", parent=None)
    for slot in range(4):
        leaf = at(whole, slot, 42)
        assert leaf["variant"] == "parent"
        assert leaf["outIds"] == at(alone, slot, 0)["outIds"] != at(whole, slot, 0)["outIds"]
    assert [one["against"] for one in whole["scores"]["regression"]] == ["parent", "incumbent"]
    assert [one["compared"] for one in whole["scores"]["regression"]] == [4, 0]


@pytest.mark.parametrize("mask", [1 << 9, 0b111110 | 0b1111 << 34, 0b1111 << 38, 0b11 << 42, 0xFF << 26])
def test_a_part_of_the_mask_gives_the_same_trials(
    folders: dict[str, str], whole: dict[str, Any], tmp_path: Path, mask: int
) -> None:
    part = run(folders, tmp_path, trialMask=str(mask))
    for item, full in zip(part["items"], whole["items"], strict=True):
        expected = [one for one in full["trials"] if mask >> one["position"] & 1]
        assert item["trials"] == expected


@pytest.mark.parametrize("stop_after", [2, 9, 40, 61])
def test_a_killed_evaluation_goes_on_where_it_stopped(
    folders: dict[str, str], whole: dict[str, Any], tmp_path: Path, stop_after: int
) -> None:
    with pytest.raises(JobCancelled):
        run(folders, tmp_path, stop_after)
    assert run(folders, tmp_path) == whole
    assert (tmp_path / "trials.jsonl").read_text("utf8").count("outIds") == 4 * POSITIONS


def test_items_do_not_depend_on_each_other(folders: dict[str, str], whole: dict[str, Any], tmp_path: Path) -> None:
    history = [{"text": "i lost it", "label": "one"}, {"text": "give it back", "label": "two"}]
    both = run(folders, tmp_path / "a", trainRowsForHistory=history)
    one = run(folders, tmp_path / "b", trainRowsForHistory=history, items=[request(folders)["items"][1]])
    assert one["items"][0] == both["items"][1]


def test_a_rubric_is_reported_and_changes_nothing_else(folders: dict[str, str], tmp_path: Path) -> None:
    plain = run(folders, tmp_path / "a", trialMask="1")
    judged = run(folders, tmp_path / "b", trialMask="1", rubric="It names one intent.")
    rubric = judged.pop("rubric")
    assert judged == plain
    assert (rubric["criterion"], rubric["total"]) == ("It names one intent.", 4)
    assert 0 <= rubric["lower"] <= rubric["mean"] <= rubric["upper"] <= 1
    other = run(folders, tmp_path / "c", trialMask="1", rubric="It is polite.")["rubric"]
    assert other["mean"] != rubric["mean"]


def test_another_parent_is_asked_again(folders: dict[str, str], tmp_path: Path) -> None:
    mask = str(1 | 1 << 42)
    one = run(folders, tmp_path, trialMask=mask)
    own = run(folders, tmp_path, trialMask=mask, parent={"base": folders["base"], "adapterDir": folders["own"]})
    assert at(own, 0, 42)["outIds"] == at(own, 0, 0)["outIds"] != at(one, 0, 42)["outIds"]


@pytest.mark.parametrize(
    ("change", "code", "sentence"),
    [
        (
            {"parent": "x"},
            "parent.invalid",
            "parent: must be an object with base, adapterDir and adapterHash, or null.",
        ),
        ({"incumbent": {}}, "incumbent.base.invalid", "incumbent.base: must be a text that is not empty."),
        ({"gatedLanes": -1}, "gatedLanes.invalid", "gatedLanes: must be a whole number from 0 to 65535."),
        (
            {"graderConfig": {"tolerance": "1"}},
            "graderConfig.invalid",
            "graderConfig.tolerance: is not known to the grader label-set; remove it.",
        ),
    ],
)
def test_error_parameters(folders: dict[str, str], change: dict[str, Any], code: str, sentence: str) -> None:
    with pytest.raises(Exception) as caught:
        parse_evaluate(request(folders, **change))
    assert (getattr(caught.value, "code", None), str(caught.value)) == (code, sentence)
