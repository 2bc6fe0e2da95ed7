"""Grader settings: the golden cases of the SDK, and schemas and patterns that stay safe."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assay_worker.base.errors import InvalidInput
from assay_worker.data.grader_config import parse_config
from assay_worker.data.graders import make_grader

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parents[4] / "test" / "golden" / "graders.json").read_text("utf8"))


@pytest.mark.parametrize("case", GOLDEN["configs"], ids=lambda case: json.dumps(case["config"])[:60])
def test_golden_settings(case: dict[str, Any]) -> None:
    if case["field"] is None:
        parse_config(case["grader"], case["config"])
        return
    with pytest.raises(InvalidInput) as caught:
        parse_config(case["grader"], case["config"])
    assert caught.value.code == "graderConfig.invalid"
    assert caught.value.field == case["field"]
    assert str(caught.value).startswith(f"{case['field']}: ")


@pytest.mark.parametrize("case", GOLDEN["forms"], ids=lambda case: case["label"])
def test_golden_forms(case: dict[str, Any]) -> None:
    if case["hasForm"]:
        make_grader(case["grader"], [case["label"]], case["config"])
        return
    with pytest.raises(InvalidInput) as caught:
        make_grader(case["grader"], [case["label"]], case["config"])
    assert caught.value.code == "labels.noForm"


def test_error_a_schema_too_deep() -> None:
    schema: dict[str, Any] = {}
    for _ in range(9):
        schema = {"items": schema}
    with pytest.raises(InvalidInput, match="nested deeper than 8 levels"):
        parse_config("json-schema", {"schema": schema})
