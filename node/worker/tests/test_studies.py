"""What a long run of the studies rests on: doses, damages, ranking, going on after a kill; models of smoke size."""

from __future__ import annotations

import json
import math
import random
import sys
from pathlib import Path
from typing import Any

import pytest

STUDIES = Path(__file__).resolve().parents[3] / "research" / "studies"
sys.path.insert(0, str(STUDIES))

from lab import bench as bench_module  # noqa: E402
from lab.bench import Bench, Outcome, mean_log_pass_all  # noqa: E402
from lab.carryover import ask_again  # noqa: E402
from lab.curation import curate, read_banking  # noqa: E402
from lab.damages import damaged_recipe, first_rows, mislabel, sound_recipe  # noqa: E402
from lab.discrimination import discriminate, exam_of, task_of  # noqa: E402
from lab.doses import DAMAGES, Doses, read_doses  # noqa: E402
from lab.ranking import all_correct_bound, clustered_bound, compare  # noqa: E402
from lab.tasks import Line, make_task  # noqa: E402

from assay_worker.base.host import ModelHost  # noqa: E402

SMOKE = STUDIES / "discrimination" / "smoke.json"


@pytest.fixture(scope="module")
def smoke() -> Doses:
    return read_doses(SMOKE, "tiny")


def outcome(counts: dict[str, int], repeats: int) -> Outcome:
    trials = {position: position <= repeats for position in range(6)}
    return Outcome("any", 96, counts, (trials,) * 96, ({},) * 96, 0.0, 0.0)


def test_default_the_studys_doses_give_every_family_its_task() -> None:
    doses = read_doses(STUDIES / "discrimination" / "doses.json", "tiny")
    assert doses.models >= 8 and doses.exam_items >= 96
    tasks = [task_of(family, doses) for family in range(1, doses.models + 1)]
    assert len({task.train for task in tasks}) == len({task.exam for task in tasks}) == doses.models
    for task in tasks:
        assert len(task.train) == doses.intents * doses.rows_per_intent
        assert len({line.text for line in task.exam}) == doses.exam_items
        assert not {line.text for line in task.train} & {line.text for line in task.exam}
        shares = [sum(line.label == label for line in task.exam) for label in task.labels]
        assert max(shares) - min(shares) <= 1


def test_error_a_task_that_the_word_lists_cannot_give() -> None:
    with pytest.raises(ValueError, match="ask for fewer"):
        make_task(1, intents=2, rows_per_intent=5000, exam_items=4, exam_skeletons=3)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tiny": {}}, "must have exactly"),
        ({"small": {}}, "has no doses for tiny"),
    ],
)
def test_error_doses(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    path = tmp_path / "doses.json"
    path.write_text(json.dumps(change), "utf8")
    with pytest.raises(ValueError, match=message):
        read_doses(path, "tiny")


def test_error_doses_without_one_damage(tmp_path: Path) -> None:
    content = json.loads(SMOKE.read_text("utf8"))
    del content["tiny"]["damages"]["overfit"]
    path = tmp_path / "doses.json"
    path.write_text(json.dumps(content), "utf8")
    with pytest.raises(ValueError, match="look at overfit"):
        read_doses(path, "tiny")


def test_behavior_a_damage_changes_what_it_says_and_nothing_else(smoke: Doses) -> None:
    task = task_of(1, smoke)
    sound = sound_recipe("tiny", 1, task, smoke)
    made = {damage: damaged_recipe("tiny", 1, damage, task, smoke) for damage in DAMAGES}
    assert all(recipe.base == sound.base and recipe.settings["seed"] == 1 for recipe in made.values())
    noisy = made["noisy labels"]
    assert [row.text for row in noisy.rows] == [row.text for row in sound.rows]
    assert sum(a.label != b.label for a, b in zip(noisy.rows, sound.rows, strict=True)) == 8
    assert noisy.settings == sound.settings
    assert [row.label for row in made["template mismatch"].rows] == [row.label for row in sound.rows]
    assert all(
        wrapped.text == f"> {row.text} <"
        for wrapped, row in zip(made["template mismatch"].rows, sound.rows, strict=True)
    )
    assert set(made["too few rows"].rows) < set(sound.rows) and len(made["too few rows"].rows) == 2
    assert set(task.exam) < set(made["memorised prompts"].rows)
    assert not set(task.exam) & set(made["overfit"].rows)
    with pytest.raises(ValueError, match="must be one of"):
        damaged_recipe("tiny", 1, "bad luck", task, smoke)


def test_behavior_mislabelling_gives_exactly_its_share_other_labels() -> None:
    rows = [Line(f"message {at}", ("a", "b", "c")[at % 3]) for at in range(30)]
    changed = mislabel(rows, 0.4, ("a", "b", "c"), random.Random(1))
    assert sum(a.label != b.label for a, b in zip(rows, changed, strict=True)) == 12
    assert [row.label for row in first_rows(rows, 2)] == ["a", "b", "c", "a", "b", "c"]


def test_behavior_the_scalar_is_the_worst_condition_then_the_repeats() -> None:
    strong = outcome({"first": 70, "format": 30}, repeats=5)
    pretty = outcome({"first": 96, "format": 10}, repeats=5)
    shaky = outcome({"first": 80, "format": 30}, repeats=3)
    assert strong.worst == 30 and strong.scalar > shaky.scalar > pretty.scalar
    pair = compare(1, "overfit", strong, pretty)
    assert pair.report_correct and not pair.first_pass_correct
    tie = compare(1, "overfit", strong, strong)
    assert not tie.report_correct and not tie.first_pass_correct
    assert mean_log_pass_all([dict.fromkeys(range(6), True)]) == pytest.approx(5 * math.log(5.5 / 6))
    assert mean_log_pass_all([dict.fromkeys(range(6), False)]) == pytest.approx(5 * math.log(0.5 / 6))


def test_behavior_the_bound_resamples_clusters() -> None:
    # One sound model of eight loses all its pairs: pairs are no independent evidence, so the bound lies far lower.
    correct = [cluster != 3 for cluster in range(8) for _ in range(5)]
    clusters = [cluster for cluster in range(8) for _ in range(5)]
    assert clustered_bound(correct, clusters) <= 0.625
    assert clustered_bound(correct, list(range(40))) > 0.75
    assert clustered_bound([True] * 40, clusters) == 1.0
    assert all_correct_bound(8) == pytest.approx(0.6877, abs=1e-4)


def test_behavior_a_study_of_smoke_size_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, smoke: Doses
) -> None:
    """Two sound models x one damage, killed before the third model is judged."""
    said: list[str] = []
    judged = bench_module.evaluate

    def stop_at_third(params: Any, work: Any) -> dict[str, Any]:
        if len(said) == 2:
            raise KeyboardInterrupt
        return judged(params, work)

    monkeypatch.setattr(bench_module, "evaluate", stop_at_third)
    with pytest.raises(KeyboardInterrupt):
        discriminate("tiny", SMOKE, tmp_path, damages=("noisy labels",), say=said.append)
    monkeypatch.undo()
    assert len(said) == 2
    document = discriminate("tiny", SMOKE, tmp_path, damages=("noisy labels",), say=said.append)
    assert len(said) == 4  # the two that were done are read, not made again
    assert document["pairs"] == 2 and document["families"] == 2
    assert 0 <= document["report_correct"] <= 2 and 0 <= document["report_bound"] <= 1
    assert [line["name"] for line in document["models"]] == [
        "tiny 1 sound", "tiny 1 noisy labels", "tiny 2 sound", "tiny 2 noisy labels",
    ]  # fmt: skip
    for line in document["models"]:
        assert line["worst"] == min(line["counts"].values())
        assert set(line["counts"]) == {"first", "repeat", "carry-over", "format"}
    again = discriminate("tiny", SMOKE, tmp_path, damages=("noisy labels",), say=said.append)
    assert again == document and len(said) == 4

    task = task_of(1, smoke)
    recipe = sound_recipe("tiny", 1, task, smoke)
    kept = Bench(tmp_path, said.append).judge(recipe, exam_of(1, task, smoke))
    handle = ModelHost().open("tiny", str(Bench(tmp_path).adapter(recipe)), None)
    rounds = ask_again(handle, [task.exam[:2], task.exam[2:4]], task.labels, times=2)
    assert [[len(items) for items in one] for one in rounds] == [[2, 2], [2, 2]]
    # The first question of a conversation is the suite's first pass.
    assert [one[0][0] for one in rounds] == [kept.passes[0][0], kept.passes[2][0]]


def test_error_curation_without_its_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"Banking77's train\.csv"):
        read_banking(tmp_path / "train.csv")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", "utf8")
    with pytest.raises(ValueError, match="columns text,category"):
        read_banking(tmp_path / "other.csv")


def test_error_curation_asks_for_more_rows_than_there_are(tmp_path: Path) -> None:
    data = tmp_path / "train.csv"
    lines = [f"message {at},intent_{at % 10}" for at in range(200)]
    data.write_text("text,category\n" + "\n".join(lines) + "\n", "utf8")
    with pytest.raises(ValueError, match="noisyRows asks for"):
        curate("tiny", STUDIES / "curation" / "doses.json", tmp_path / "work", data)
