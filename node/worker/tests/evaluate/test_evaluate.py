"""Evaluation on a random Llama: the result, lanes, going on after a kill, and no leaks between items or adapters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from random_llama import make_adapter, make_base

from assay_worker.base.host import ModelHost
from assay_worker.base.models import load_base
from assay_worker.base.work import JobCancelled, Work
from assay_worker.engine.params import parse_evaluate
from assay_worker.evaluate.seat import evaluate
from assay_worker.suite.layout import lanes_of

MASK = 1 | 0b11111 << 1 | 0b1111 << 6 | 0b11111 << 18


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    root = tmp_path_factory.mktemp("models")
    base = make_base(root / "base")
    return str(base), str(make_adapter(base, root / "adapter"))


def request(folders: tuple[str, str], **changes: Any) -> dict[str, Any]:
    texts = ["where is my card", "i want my money back", "please close it", "is this free?", "now?"]
    return {
        "base": folders[0], "adapterDir": folders[1], "labels": ["one", "two"], "grader": 2, "trialMask": str(MASK),
        "roundSeed": "0xAB", "seat": 1, "temperature": 0.7,
        "items": [
            {"slot": slot, "text": text, "label": ("one", "two")[slot % 2], "contributor": "0x1"}
            for slot, text in enumerate(texts)
        ],
        **changes,
    }  # fmt: skip


def make_work(folder: Path, host: ModelHost, stop_after: int | None = None) -> tuple[Work, list[dict[str, Any]]]:
    events: list[dict[str, Any]] = []
    pauses = 0

    def let_chats_run() -> None:
        nonlocal pauses
        pauses += 1
        if stop_after is not None and pauses > stop_after:
            raise JobCancelled

    return Work(host, folder, let_chats_run, events.append), events


def run(folders: tuple[str, str], folder: Path, **changes: Any) -> dict[str, Any]:
    result = evaluate(parse_evaluate(request(folders, **changes)), make_work(folder, ModelHost())[0])
    result.pop("seconds")
    return result


def test_the_result_is_a_transcript_in_position_order(folders: tuple[str, str], tmp_path: Path) -> None:
    work, events = make_work(tmp_path, ModelHost())
    result = evaluate(parse_evaluate(request(folders)), work)
    assert [item["slot"] for item in result["items"]] == [0, 1, 2, 3, 4]
    positions = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 18, 19, 20, 21, 22]
    counts = [0] * 16
    for item in result["items"]:
        assert [trial["position"] for trial in item["trials"]] == positions
        bits = sum(trial["pass"] << trial["position"] for trial in item["trials"])
        assert item["trialBits"] == str(bits)
        assert item["lanes"] == lanes_of(bits, MASK)
        counts = [count + lane for count, lane in zip(counts, item["lanes"], strict=True)]
        first = item["trials"][0]
        assert all(trial["prompt"] == first["prompt"] for trial in item["trials"][1:6])
        assert first["answer"] in item["trials"][9]["prompt"]
    assert result["counts"] == counts
    assert events[-1]["done"] == events[-1]["total"] == 75
    assert events[-1]["secondsLeft"] == 0


def test_a_trial_passes_when_its_answer_is_the_label(
    folders: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Labels taken from what this model says on a first run; the random model never ends, so the limit is held."""
    monkeypatch.setattr("assay_worker.evaluate.seat.answer_limit", lambda *_: 4)
    said = [item["trials"][0]["answer"] for item in run(folders, tmp_path / "a", trialMask="1")["items"]]
    kept = [(item, answer) for item, answer in zip(request(folders)["items"], said, strict=True) if answer.strip()]
    assert kept, "the random model says something"
    items = [{**item, "label": answer} for item, answer in kept]
    labels = sorted({answer for _, answer in kept})
    again = run(folders, tmp_path / "b", items=items, labels=labels, grader=0, trialMask="1")
    assert again["counts"][0] == len(kept)


def test_same_result_twice_and_another_for_another_seat(folders: tuple[str, str], tmp_path: Path) -> None:
    one, two = run(folders, tmp_path / "a"), run(folders, tmp_path / "b")
    assert one == two
    assert run(folders, tmp_path / "c", seat=2) != one


def test_items_do_not_depend_on_each_other(folders: tuple[str, str], tmp_path: Path) -> None:
    history = [{"text": "i lost it", "label": "one"}, {"text": "give it back", "label": "two"}]
    whole = run(folders, tmp_path / "a", trainRowsForHistory=history)
    third = run(folders, tmp_path / "b", trainRowsForHistory=history, items=[request(folders)["items"][3]])
    assert third["items"][0] == whole["items"][3]


@pytest.mark.parametrize("stop_after", [1, 3, 12])
def test_a_killed_evaluation_goes_on_where_it_stopped(
    folders: tuple[str, str], tmp_path: Path, stop_after: int
) -> None:
    params = parse_evaluate(request(folders))
    with pytest.raises(JobCancelled):
        evaluate(params, make_work(tmp_path / "killed", ModelHost(), stop_after)[0])
    with (tmp_path / "killed" / "trials.jsonl").open("a") as file:
        file.write('{"slot": 4, "posi')  # the process died in the middle of a line
    kept = (tmp_path / "killed" / "trials.jsonl").read_text("utf8").count("outIds")
    result = run(folders, tmp_path / "killed")
    assert result == run(folders, tmp_path / "whole")
    assert (tmp_path / "killed" / "trials.jsonl").read_text("utf8").count("outIds") == 75 >= kept


def test_partial_results_of_another_adapter_are_not_used(folders: tuple[str, str], tmp_path: Path) -> None:
    other = make_adapter(Path(folders[0]), tmp_path / "other", seed=6)
    run(folders, tmp_path / "job")
    assert run(folders, tmp_path / "job", adapterDir=str(other)) == run(
        folders, tmp_path / "new", adapterDir=str(other)
    )


def test_adapters_share_a_base_without_touching_each_other(folders: tuple[str, str], tmp_path: Path) -> None:
    other = str(make_adapter(Path(folders[0]), tmp_path / "other", seed=6))
    host, results = ModelHost(), []
    for turn, adapter in enumerate([folders[1], other, None, folders[1], None]):
        work, _ = make_work(tmp_path / str(turn), host)
        results.append(evaluate(parse_evaluate(request(folders, adapterDir=adapter)), work)["items"])
    assert results[0] == results[3]
    assert results[2] == results[4]
    assert len({str(result[0]["trials"]) for result in results}) == 3
    bare = evaluate(parse_evaluate(request(folders, adapterDir=None)), make_work(tmp_path / "bare", ModelHost())[0])
    assert bare["items"] == results[2]


def test_error_adapter_of_another_base(folders: tuple[str, str], tmp_path: Path) -> None:
    import torch
    from transformers import LlamaForCausalLM

    model, tokenizer = load_base(folders[0])
    config: Any = type(model.config).from_dict({**model.config.to_dict(), "hidden_size": 64})
    torch.manual_seed(1)
    LlamaForCausalLM(config).save_pretrained(tmp_path / "wide")
    tokenizer.save_pretrained(tmp_path / "wide")
    with pytest.raises(Exception, match="was made for a different base"):
        ModelHost().open(str(tmp_path / "wide"), folders[1])


def test_error_adapter_hash(folders: tuple[str, str]) -> None:
    from assay_worker.base.adapter_hash import adapter_hash

    host = ModelHost()
    assert host.open(folders[0], folders[1], adapter_hash(Path(folders[1]))).adapter is not None
    with pytest.raises(Exception, match="adapterHash"):
        host.open(folders[0], folders[1], "0x" + "00" * 32)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"trialMask": "abc"}, "trialMask.invalid"),
        ({"trialMask": "0"}, "trialMask.range"),
        ({"items": []}, "items.invalid"),
        ({"items": [{"slot": 0, "text": "a", "label": "three"}]}, "items.unknownLabel"),
        ({"items": [{"slot": 0, "text": " ", "label": "one"}]}, "items.invalid"),
        ({"items": [{"slot": -1, "text": "a", "label": "one"}]}, "items.invalid"),
        ({"items": [{"slot": 0, "text": "a", "label": "one"}] * 2}, "items.slot.duplicate"),
        ({"items": [{"slot": 0, "text": "a" * 70000, "label": "one"}]}, "items.tooLong"),
        ({"items": [{"slot": 0, "text": "a\ud800", "label": "one"}]}, "items.invalid"),
        ({"labels": ["one", "one"]}, "labels.duplicate"),
        ({"temperature": float("nan")}, "temperature.invalid"),
        ({"temperature": 9}, "temperature.invalid"),
        ({"seat": True}, "seat.invalid"),
        ({"roundSeed": 7}, "roundSeed.invalid"),
        ({"grader": "best"}, "grader.unknown"),
    ],
)
def test_error_bad_parameters(folders: tuple[str, str], change: dict[str, Any], code: str) -> None:
    with pytest.raises(Exception) as caught:
        parse_evaluate(request(folders, **change))
    assert getattr(caught.value, "code", None) == code
