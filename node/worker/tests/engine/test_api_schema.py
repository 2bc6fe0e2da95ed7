"""The SDK's schemas of the engine's requests and the fields that the worker reads: neither knows one more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from engine_api import JOBS, ROUTES, check

from assay_worker.base.errors import InvalidInput
from assay_worker.engine.params import parse_accuracy, parse_attribute, parse_chat, parse_evaluate, parse_recheck

OPAQUE = "graderConfig"
"""Its fields are the graders' own, bound by test/golden/graders.json."""
MODEL = {"base": "tiny", "adapterDir": "/a", "adapterHash": "0x" + "1" * 64}
ROWS = [{"text": "one", "label": "1"}, {"text": "two", "label": "2"}]
ITEMS = [{**row, "slot": slot} for slot, row in enumerate(ROWS)]
GRADING = {"labels": ["1", "2"], "grader": "numeric", "graderConfig": {"tolerance": "0.1"}}
EVALUATE = {
    **MODEL, **GRADING, "items": ITEMS, "trialMask": "63", "roundSeed": "0xab", "seat": 1, "temperature": 0.3,
    "trainRowsForHistory": ROWS, "parent": MODEL, "incumbent": MODEL, "gatedLanes": 353, "rubric": "Is it kind?",
}  # fmt: skip
PLAIN = [{"position": 0, "outIds": [1, 2]}]
TRIALS = [{"slot": 0, "position": 9, "prompt": "one", "outIds": [1, 2], "canonical": None, "plain": PLAIN}]
CONTRIBUTED = [{**row, "index": at, "contributor": "0x" + "2" * 40} for at, row in enumerate(ROWS)]
CHAT = {
    **MODEL, "messages": [{"role": "user", "content": "hi"}], "temperature": 0.5, "maxTokens": 8, "key": "ab",
}  # fmt: skip

Example = tuple[dict[str, Any], dict[str, Any], Callable[[dict[str, Any]], object]]
EXAMPLES: dict[str, Example] = {
    "chat": (ROUTES["chat"]["body"], CHAT, parse_chat),
    "evaluate": (JOBS["evaluate"]["params"], EVALUATE, parse_evaluate),
    "recheck": (JOBS["recheck"]["params"], {**EVALUATE, "trials": TRIALS}, parse_recheck),
    "accuracy": (JOBS["accuracy"]["params"], {**MODEL, **GRADING, "rows": ROWS}, parse_accuracy),
    "attribute": (
        JOBS["attribute"]["params"],
        {**MODEL, "trainRows": CONTRIBUTED, "examItems": ITEMS, "seed": "0xab"},
        parse_attribute,
    ),
}


class Watched(dict[str, Any]):
    """A JSON object that notes which of its fields are read."""

    def __init__(self, value: dict[str, Any], at: str, seen: set[str]) -> None:
        super().__init__({key: watch(part, f"{at}.{key}", seen) for key, part in value.items()})
        self._at = at
        self._seen = seen

    def get(self, key: str, default: Any = None) -> Any:
        self._seen.add(f"{self._at}.{key}")
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self._seen.add(f"{self._at}.{key}")
        return super().__getitem__(key)


def watch(value: Any, at: str, seen: set[str]) -> Any:
    """The value with every object in it watched."""
    if isinstance(value, dict) and not at.endswith(OPAQUE):
        return Watched(value, at, seen)
    if isinstance(value, list):
        return [watch(one, f"{at}[]", seen) for one in value]
    return value


def fields_of(schema: dict[str, Any], at: str = "") -> set[str]:
    """Every field that a schema names, by its path."""
    found = {field for part in schema.get("anyOf", []) for field in fields_of(part, at)}
    if "items" in schema:
        found |= fields_of(schema["items"], f"{at}[]")
    for name, part in schema.get("properties", {}).items():
        found |= {f"{at}.{name}"} | (set() if name == OPAQUE else fields_of(part, f"{at}.{name}"))
    return found


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_worker_reads_every_field_of_the_schema_and_no_other(name: str) -> None:
    schema, example, parse = EXAMPLES[name]
    check(schema, example)
    seen: set[str] = set()
    parse(Watched(example, "", seen))
    assert seen == fields_of(schema)


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_the_worker_requires_is_required_by_the_schema(name: str) -> None:
    schema, example, parse = EXAMPLES[name]
    for field in example:
        less = {key: value for key, value in example.items() if key != field}
        try:
            parse(less)
        except InvalidInput as fault:
            if fault.field != field:
                continue  # it misses something that goes with the field
            with pytest.raises(jsonschema.ValidationError):
                check(schema, less)


def test_a_recheck_without_the_exam_is_taken() -> None:
    model = {key: EVALUATE[key] for key in (*MODEL, "roundSeed", "seat", "temperature")}
    params = {**model, "items": None, "trials": TRIALS}
    check(JOBS["recheck"]["params"], params)
    parse_recheck(params)
