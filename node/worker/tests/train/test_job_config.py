"""Every faulty field is named, all at once, before anything heavy is loaded."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_worker.base.errors import InvalidInput
from assay_worker.train.job_config import BOUNDS, Hyperparameters, parse_job


@pytest.mark.parametrize("value", [0, -1, math.nan, math.inf, "1e-3", None, True, 5])
def test_learning_rate_faults_are_one_sentence(value: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_job({"base": "tiny", "hyperparameters": {"learningRate": value}})
    assert caught.value.field == "hyperparameters.learningRate"
    assert (
        caught.value.message.startswith("hyperparameters.learningRate: must be")
        and caught.value.message.count(". ") == 0
    )


def test_all_faults_come_at_once() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_job({"base": "", "method": "full", "hyperparameters": {"epochs": 0, "rank": 1.5, "speed": 1}})
    assert [fault["field"] for fault in caught.value.faults] == [
        "base",
        "method",
        "hyperparameters.epochs",
        "hyperparameters.rank",
        "hyperparameters.speed",
    ]


def test_defaults_are_within_their_own_bounds() -> None:
    job = parse_job({"base": "tiny", "hyperparameters": vars(Hyperparameters())})
    assert job.hyperparameters == Hyperparameters() and {*BOUNDS, "robustnessKinds"} == set(vars(Hyperparameters()))


def test_the_mix_is_a_switch_or_a_share() -> None:
    assert parse_job({"base": "tiny", "hyperparameters": {"robustnessMix": False}}).hyperparameters.robustnessMix == 0


@pytest.mark.parametrize("value", ["casing", ["magic"], [1], None, {"casing": True}])
def test_kinds_that_are_none_are_refused_by_name(value: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_job({"base": "tiny", "hyperparameters": {"robustnessKinds": value}})
    assert caught.value.field == "hyperparameters.robustnessKinds" and "casing" in caught.value.message


def test_kinds_are_kept_in_one_order_and_none_at_all_needs_a_share_of_0() -> None:
    def kinds(**settings: Any) -> tuple[str, ...]:
        return parse_job({"base": "tiny", "hyperparameters": settings}).hyperparameters.robustnessKinds

    assert kinds(robustnessKinds=["typos", "casing", "typos"]) == ("casing", "typos")
    assert kinds(robustnessKinds=[], robustnessMix=0) == ()
    with pytest.raises(InvalidInput, match="is empty; name at least one of earlier turns"):
        kinds(robustnessKinds=[])


@given(
    st.dictionaries(
        st.sampled_from(sorted(BOUNDS)), st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    )
)
def test_any_hyperparameters_are_taken_or_refused_by_name(values: dict[str, Any]) -> None:
    try:
        settings = parse_job({"base": "tiny", "hyperparameters": values}).hyperparameters
    except InvalidInput as fault:
        assert fault.faults and all(item["field"].split(".")[1] in values for item in fault.faults)
    else:
        assert settings.learningRate > 0 and math.isfinite(settings.learningRate)


def test_a_bad_job_is_refused_without_torch(tmp_path: Path) -> None:
    (tmp_path / "job.json").write_text('{"base":"tiny","hyperparameters":{"learningRate":NaN}}')
    (tmp_path / "data.jsonl").write_text('{"text":"a","label":"b"}\n')
    code = (
        "import sys; from assay_worker.cli import main; code = main(['train','--detached','--job-dir',sys.argv[1]]);"
        "assert 'torch' not in sys.modules; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert json.loads(done.stderr)["error"]["field"] == "hyperparameters.learningRate"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.jsonl", "events.jsonl", "job.json"]
