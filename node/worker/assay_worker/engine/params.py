"""Checks what callers send to the engine and turns it into typed parameters; the first fault names field and fix."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from ..attribute.shares import AttributeParams, TrainRow
from ..base.chat import ChatParams
from ..base.conversation import Message
from ..base.errors import InvalidInput
from ..data.graders import make_grader
from ..evaluate.accuracy import AccuracyParams
from ..evaluate.exam_params import GATED_LANES, EvaluateParams, ModelRef
from ..evaluate.recheck import GivenTrial, RecheckParams
from ..suite.layout import positions_of
from ..suite.trials import REFERENCES, ExamItem, SuiteSeed

MAX_CELL_BYTES = 65_536
MAX_MESSAGES = 200
MAX_ITEMS = 128
MAX_SCORED_ROWS = 5_000
MAX_TRAIN_ROWS = 20_000
MAX_LABELS = 1_000
MAX_RECHECKED = 512
MAX_ANSWER_IDS = 4_096
MAX_CHAT_TOKENS = 2_048
MAX_TEMPERATURE = 2.0
ROLES = ("system", "user", "assistant")


def _fault(field: str, problem: str, code: str = "invalid") -> InvalidInput:
    return InvalidInput(f"{field.split('[')[0]}.{code}", f"{field}: {problem}", field=field)


def text_of(body: dict[str, Any], field: str, *, at: str = "", default: str | None = None) -> str:
    """A text that is not blank, at most 64 KB."""
    name, value = f"{at}{field}", body.get(field, default)
    if not isinstance(value, str) or not value.strip():
        raise _fault(name, "must be a text that is not empty.")
    if len(value.encode("utf8", "surrogatepass")) > MAX_CELL_BYTES:
        raise _fault(name, f"is longer than {MAX_CELL_BYTES // 1024} KB; shorten it.", "tooLong")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise _fault(name, "holds half a surrogate pair; send valid Unicode.")
    return value


def optional_text(body: dict[str, Any], field: str) -> str | None:
    """A text, or None where it is missing or null."""
    return None if body.get(field) is None else text_of(body, field)


def whole(body: dict[str, Any], field: str, low: int, high: int, *, at: str = "", default: int | None = None) -> int:
    """A whole number in [low, high]."""
    value = body.get(field, default)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise _fault(f"{at}{field}", f"must be a whole number from {low} to {high}.")
    return value


def number(body: dict[str, Any], field: str, low: float, high: float, default: float) -> float:
    """A finite number in [low, high]."""
    value = body.get(field, default)
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or not low <= value <= high
    ):
        raise _fault(field, f"must be a number from {low} to {high}.")
    return float(value)


def objects(body: dict[str, Any], field: str, limit: int, *, least: int = 1) -> list[dict[str, Any]]:
    """A list of objects with `least` to `limit` entries."""
    value = body.get(field, [])
    if (
        not isinstance(value, list)
        or not least <= len(value) <= limit
        or not all(isinstance(one, dict) for one in value)
    ):
        raise _fault(field, f"must be a list of {least} to {limit} objects.")
    return value


def labels_of(body: dict[str, Any]) -> tuple[str, ...]:
    """The label list, without repeats."""
    value = body.get("labels")
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_LABELS:
        raise _fault("labels", f"must be a list of 1 to {MAX_LABELS} texts.")
    found = tuple(text_of({"labels": one}, "labels") for one in value)
    if len(set(found)) != len(found):
        raise _fault("labels", "names one label twice.", "duplicate")
    return found


def _distinct(values: Sequence[int], field: str) -> None:
    if len(set(values)) != len(values):
        raise _fault(field, "uses one number twice.", "duplicate")


def _items(body: dict[str, Any], field: str, limit: int) -> tuple[ExamItem, ...]:
    found = tuple(
        ExamItem(
            whole(one, "slot", 0, 65_535, at=f"{field}[{at}]."),
            text_of(one, "text", at=f"{field}[{at}]."),
            text_of(one, "label", at=f"{field}[{at}]."),
        )
        for at, one in enumerate(objects(body, field, limit))
    )
    _distinct([item.slot for item in found], f"{field}.slot")
    return found


def _pairs(body: dict[str, Any], field: str, limit: int, least: int) -> tuple[tuple[str, str], ...]:
    return tuple(
        (text_of(one, "text", at=f"{field}[{at}]."), text_of(one, "label", at=f"{field}[{at}]."))
        for at, one in enumerate(objects(body, field, limit, least=least))
    )


def _known_labels(used: Sequence[str], labels: Sequence[str], field: str) -> None:
    missing = sorted(set(used) - set(labels))
    if missing:
        raise _fault(field, f'uses the label "{missing[0][:80]}", which labels does not list.', "unknownLabel")


def parse_chat(body: dict[str, Any]) -> ChatParams:
    """POST /chat."""
    messages: list[Message] = []
    for at, one in enumerate(objects(body, "messages", MAX_MESSAGES)):
        if one.get("role") not in ROLES:
            raise _fault(f"messages[{at}].role", "must be system, user or assistant.")
        messages.append(Message(role=one["role"], content=text_of(one, "content", at=f"messages[{at}].")))
    if messages[-1]["role"] != "user":
        raise _fault("messages", "must end with a user message.")
    return ChatParams(
        text_of(body, "base"),
        optional_text(body, "adapterDir"),
        optional_text(body, "adapterHash"),
        tuple(messages),
        number(body, "temperature", 0.0, MAX_TEMPERATURE, 0.0),
        whole(body, "maxTokens", 1, MAX_CHAT_TOKENS, default=128),
        text_of(body, "key", default="0"),
    )


def parse_evaluate(params: dict[str, Any]) -> EvaluateParams:
    """Parameters of an `evaluate` job."""
    labels, items = labels_of(params), _items(params, "items", MAX_ITEMS)
    _known_labels([item.label for item in items], labels, "items")
    mask = params.get("trialMask")
    if isinstance(mask, bool) or not isinstance(mask, int | str) or not str(mask).isdecimal():
        raise _fault("trialMask", "must be a decimal number as text.")
    positions_of(int(mask))
    history = _pairs(params, "trainRowsForHistory", MAX_TRAIN_ROWS, 0)
    return EvaluateParams(
        text_of(params, "base"),
        optional_text(params, "adapterDir"),
        optional_text(params, "adapterHash"),
        items,
        labels,
        make_grader(params.get("grader", 2), labels, params.get("graderConfig")),
        int(mask),
        SuiteSeed(text_of(params, "roundSeed").lower().removeprefix("0x"), whole(params, "seat", 0, 65_535)),
        number(params, "temperature", 0.0, MAX_TEMPERATURE, 0.7),
        history or tuple((item.text, item.label) for item in items),
        tuple((name, _reference(params, name)) for name in REFERENCES.values() if params.get(name) is not None),
        whole(params, "gatedLanes", 0, 65_535, default=GATED_LANES),
        optional_text(params, "rubric"),
    )


def _reference(params: dict[str, Any], name: str) -> ModelRef:
    """A model to compare with: `parent` or `incumbent`, given as the candidate is."""
    model = params[name]
    if not isinstance(model, dict):
        raise _fault(name, "must be an object with base, adapterDir and adapterHash, or null.")
    return ModelRef(
        text_of(model, "base", at=f"{name}."), optional_text(model, "adapterDir"), optional_text(model, "adapterHash")
    )


def _ids(body: dict[str, Any], field: str, *, at: str) -> tuple[int, ...]:
    value = body.get(field)
    if not isinstance(value, list) or len(value) > MAX_ANSWER_IDS:
        raise _fault(f"{at}{field}", f"must be a list of at most {MAX_ANSWER_IDS} token ids.")
    if any(isinstance(one, bool) or not isinstance(one, int) or not 0 <= one < 2**32 for one in value):
        raise _fault(f"{at}{field}", "must hold whole numbers from 0 to 4294967295.")
    return tuple(value)


def _given_trial(one: dict[str, Any], at: str) -> GivenTrial:
    # A stranger wrote these, and the recheck decides what is wrong with them: only their form is checked here.
    prompt, canonical = one.get("prompt"), one.get("canonical")
    if not isinstance(prompt, str | None) or not isinstance(canonical, str | None):
        raise _fault(f"{at}prompt and canonical", "must be texts, or null where only their hashes are known.")
    plain = [
        (whole(answer, "position", 0, 5, at=f"{at}plain."), _ids(answer, "outIds", at=f"{at}plain."))
        for answer in objects(one, "plain", 6, least=0)
    ]
    return GivenTrial(
        whole(one, "slot", 0, 65_535, at=at),
        whole(one, "position", 0, 43, at=at),
        prompt,
        _ids(one, "outIds", at=at),
        canonical,
        dict(plain),
    )


def parse_recheck(params: dict[str, Any]) -> RecheckParams:
    """Parameters of a `recheck` job: those of `evaluate` (without items: prompts are taken as given), and `trials`."""
    exam = parse_evaluate(params) if params.get("items") else None
    trials = tuple(
        _given_trial(one, f"trials[{at}].") for at, one in enumerate(objects(params, "trials", MAX_RECHECKED))
    )
    _distinct([trial.slot << 8 | trial.position for trial in trials], "trials.slot and position")
    if exam is not None and not {trial.slot for trial in trials} <= {item.slot for item in exam.items}:
        raise _fault("trials", "names a slot that items does not have.", "unknownSlot")
    return RecheckParams(
        text_of(params, "base"),
        optional_text(params, "adapterDir"),
        optional_text(params, "adapterHash"),
        SuiteSeed(text_of(params, "roundSeed").lower().removeprefix("0x"), whole(params, "seat", 0, 65_535)),
        number(params, "temperature", 0.0, MAX_TEMPERATURE, 0.7),
        trials,
        exam,
    )


def parse_accuracy(params: dict[str, Any]) -> AccuracyParams:
    """Parameters of an `accuracy` job."""
    labels, rows = labels_of(params), _pairs(params, "rows", MAX_SCORED_ROWS, 1)
    _known_labels([label for _, label in rows], labels, "rows")
    return AccuracyParams(
        text_of(params, "base"),
        optional_text(params, "adapterDir"),
        optional_text(params, "adapterHash"),
        rows,
        labels,
        make_grader(params.get("grader", 0), labels, params.get("graderConfig")),
    )


def parse_attribute(params: dict[str, Any]) -> AttributeParams:
    """Parameters of an `attribute` job."""
    rows = tuple(
        TrainRow(
            whole(one, "index", 0, 2**32 - 1, at=f"trainRows[{at}]."),
            text_of(one, "text", at=f"trainRows[{at}]."),
            text_of(one, "label", at=f"trainRows[{at}]."),
            text_of(one, "contributor", at=f"trainRows[{at}]."),
        )
        for at, one in enumerate(objects(params, "trainRows", MAX_TRAIN_ROWS))
    )
    _distinct([row.index for row in rows], "trainRows.index")
    return AttributeParams(
        text_of(params, "base"),
        text_of(params, "adapterDir"),
        optional_text(params, "adapterHash"),
        rows,
        _items(params, "examItems", MAX_ITEMS * 16),
        text_of(params, "seed"),
    )


Parser = Callable[[dict[str, Any]], EvaluateParams | RecheckParams | AccuracyParams | AttributeParams]
