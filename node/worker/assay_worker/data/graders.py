"""Graders: the canonical form of an answer, and whether it agrees with that of the expected one.

A leaf of the transcript hashes the canonical form, so a third party compares exactly what was graded. The expected
answer goes through the same function as the model's. The contracts can recompute the grades of graders 0 to 2; only a
jury can recompute those of 3 to 5. The empty form stands for "no form" and never passes, except for `exact`. What a
configuration may hold is in grader_config.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import jsonschema

from ..base.errors import InvalidInput
from .grader_config import JsonConfig, NumericConfig, RegexConfig, no_constants, parse_config
from .normalise import fold, normalise

EXACT, NORMALISED, LABEL_SET, JSON_SCHEMA, NUMERIC, REGEX = range(6)
NAMES = {
    "exact": EXACT, "normalised": NORMALISED, "label-set": LABEL_SET, "labelSet": LABEL_SET,
    "json-schema": JSON_SCHEMA, "numeric": NUMERIC, "regex": REGEX,
}  # fmt: skip

_NUMBER = re.compile(r"(?<![\w.])[+\-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+\-]?\d{1,2})?(?![\w])", re.IGNORECASE)
LONGEST_NUMBER = 40  # characters
LONGEST_SEARCHED = 200  # characters a regex sees of an answer


class Grader:
    """What all graders share; `labels` are the expected answers that are known, of all items or of the whole task."""

    grader_id: int

    def __init__(self, labels: Sequence[str] = ()) -> None:
        self.labels = tuple(labels)
        self._known = frozenset(self.canonical(label) for label in self.labels)

    def canonical(self, answer: str) -> str:
        """What is compared and hashed; the empty text where the answer has no form."""
        raise NotImplementedError

    def agree(self, form: str, expected: str) -> bool:
        """Whether two canonical forms mean the same."""
        return form == expected

    def passes(self, answer: str, expected: str) -> bool:
        """True if the answer has a form and it agrees with that of the expected one."""
        form = self.canonical(answer)
        return form != "" and self.agree(form, self.canonical(expected))

    def in_form(self, answer: str) -> bool:
        """Whether the answer has the form the task asks for: one of the known labels, or a form of its own."""
        return self.canonical(answer) in self._known


class Exact(Grader):
    """Character by character."""

    grader_id = EXACT

    def canonical(self, answer: str) -> str:
        return answer


class Normalised(Grader):
    """After `normalise`."""

    grader_id = NORMALISED

    def canonical(self, answer: str) -> str:
        return normalise(answer)


class LabelSet(Grader):
    """The declared label whose normalised form the answer has."""

    grader_id = LABEL_SET

    def __init__(self, labels: Sequence[str]) -> None:
        self._by_form: dict[str, str] = {}
        for label in labels:
            other = self._by_form.setdefault(normalise(label), label)
            if other != label:
                raise InvalidInput(
                    "labels.ambiguous",
                    f'labels: "{other}" and "{label}" are the same after normalising; rename one.',
                    field="labels",
                )
        super().__init__(labels)

    def canonical(self, answer: str) -> str:
        return self._by_form.get(normalise(answer), "")


class JsonSchema(Grader):
    """A JSON text that fits the schema; compared are the fields named by `compare`, or the whole value without it."""

    grader_id = JSON_SCHEMA

    def __init__(self, labels: Sequence[str], config: JsonConfig) -> None:
        self.config = config
        self._validator: Any = jsonschema.Draft202012Validator(config.schema)
        super().__init__(labels)

    def canonical(self, answer: str) -> str:
        try:
            value: Any = json.loads(answer, parse_constant=no_constants)
        except (ValueError, RecursionError):
            return ""
        if not self._validator.is_valid(value):
            return ""
        if self.config.compare is not None:
            value = {name: value[name] for name in self.config.compare if name in value}
        return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def in_form(self, answer: str) -> bool:
        return self.canonical(answer) != ""


class Numeric(Grader):
    """The one number in the answer, within the tolerance. Two different numbers, or none, are no form."""

    grader_id = NUMERIC

    def __init__(self, labels: Sequence[str], config: NumericConfig) -> None:
        self.config = config
        super().__init__(labels)

    def canonical(self, answer: str) -> str:
        text = fold(answer).replace("\u2212", "-")
        found = {_decimal(match.group()) for match in _NUMBER.finditer(text)}
        return found.pop() if len(found) == 1 else ""

    def agree(self, form: str, expected: str) -> bool:
        if expected == "":
            return False
        wanted = Decimal(expected)
        room = max(self.config.tolerance, self.config.relative_tolerance * abs(wanted))
        return abs(Decimal(form) - wanted) <= room

    def in_form(self, answer: str) -> bool:
        return self.canonical(answer) != ""


class Regex(Grader):
    """What the pattern finds first in the answer: its group, or the whole match where it has none."""

    grader_id = REGEX

    def __init__(self, labels: Sequence[str], config: RegexConfig) -> None:
        self._pattern = re.compile(config.pattern, re.ASCII)
        super().__init__(labels)

    def canonical(self, answer: str) -> str:
        found = self._pattern.search(answer[:LONGEST_SEARCHED])
        return "" if found is None else found.group(1 if self._pattern.groups else 0) or ""

    def in_form(self, answer: str) -> bool:
        return self.canonical(answer) != ""


def make_grader(grader: object, labels: Sequence[str], config: object = None) -> Grader:
    """The grader named by an id or a name, with its configuration.

    Raises InvalidInput `grader.unknown`, `graderConfig.*`, `labels.missing`, `labels.ambiguous`, or `labels.noForm`
    where an expected answer has no form under the grader, so that nobody could pass.
    """
    grader_id = NAMES.get(grader) if isinstance(grader, str) else grader
    if not isinstance(grader_id, int) or isinstance(grader_id, bool) or grader_id not in NAMES.values():
        raise InvalidInput(
            "grader.unknown",
            f"grader: {grader!r} is not known; use exact, normalised, label-set, json-schema, numeric or regex.",
            field="grader",
        )
    if grader_id == LABEL_SET and not labels:
        raise InvalidInput("labels.missing", "labels: the label set grader needs the list of labels.", field="labels")
    settings = parse_config(next(name for name, number in NAMES.items() if number == grader_id), config)
    made: Grader
    if isinstance(settings, JsonConfig):
        made = JsonSchema(labels, settings)
    elif isinstance(settings, NumericConfig):
        made = Numeric(labels, settings)
    elif isinstance(settings, RegexConfig):
        made = Regex(labels, settings)
    else:
        made = {EXACT: Exact, NORMALISED: Normalised, LABEL_SET: LabelSet}[grader_id](labels)
    for label in labels:
        if made.canonical(label) == "" or (grader_id == LABEL_SET and normalise(label) == ""):
            raise InvalidInput(
                "labels.noForm",
                f'labels: "{label[:80]}" has no form under the grader, so nobody could pass; change it.',
                field="labels",
            )
    return made


def _plain(value: Any) -> Any:
    """Whole floats as integers, at every depth: 1.0 and 1 are one number in JSON."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _decimal(text: str) -> str:
    """The shortest plain decimal form: no exponent, no plus, no trailing zeros; "" where it is too long."""
    value = Decimal(text.replace(",", ""))
    plain = format(value.normalize() if value else Decimal(0), "f")
    return plain if len(plain) <= LONGEST_NUMBER else ""
