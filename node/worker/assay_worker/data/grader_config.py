"""What a version may say about its grader, checked before anything is sealed: the twin of sdk/src/documents/grader.ts.

test/golden/graders.json holds configurations that both sides must take or refuse alike. A schema may use a small set
of keywords, so that checking an answer needs no network and no long search; a pattern may not make the search explode.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from ..base.errors import InvalidInput

KEYWORDS = frozenset(
    ("type", "enum", "const", "required", "properties", "additionalProperties", "items", "minItems", "maxItems",
     "minLength", "maxLength", "minimum", "maximum")
)  # fmt: skip
TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")
COUNTS = ("minItems", "maxItems", "minLength", "maxLength")
DEEPEST = 8
LONGEST_PATTERN = 200
MOST_REPEATS = 3
_DECIMAL = re.compile(r"\d{1,20}(?:\.\d{1,20})?")
_ESCAPE = r"\\[dDwWsS\\\[\](){}*+?.^$|/\-]"
_TOKEN = re.compile(
    rf"(?P<edge>\\b|[\^$|])|(?P<open>\(\?:|\((?!\?))|(?P<close>\))|(?P<repeat>[*+?]|\{{\d{{1,3}}(?:,\d{{0,3}})?\}})"
    rf"|(?P<atom>{_ESCAPE}|\[\^?(?:{_ESCAPE}|[^\\\[\]])+\]|[^\\\[\](){{}}*+?^$|])"
)


@dataclass(frozen=True)
class JsonConfig:
    """The schema an answer must fit, and the fields that are compared (None: the whole value)."""

    schema: dict[str, Any]
    compare: tuple[str, ...] | None


@dataclass(frozen=True)
class NumericConfig:
    """How far an answer may be off: the larger of `tolerance` and `relative_tolerance` times the expected number."""

    tolerance: Decimal
    relative_tolerance: Decimal


@dataclass(frozen=True)
class RegexConfig:
    """A pattern of the common subset that `check_pattern` lets through."""

    pattern: str


def parse_config(grader: str, config: object) -> JsonConfig | NumericConfig | RegexConfig | None:
    """The checked configuration of a named grader; raises InvalidInput `graderConfig.invalid` naming the field."""
    if config is not None and not isinstance(config, Mapping):
        raise _fault("graderConfig", "must be an object.")
    given: dict[str, Any] = dict(config or {})
    known = {"json-schema": ("schema", "compare"), "numeric": ("tolerance", "relativeTolerance"), "regex": ("pattern",)}
    for name in given:
        if name not in known.get(grader, ()):
            raise _fault(f"graderConfig.{name}", f"is not known to the grader {grader}; remove it.")
    if grader == "json-schema":
        return _json(given)
    if grader == "numeric":
        return NumericConfig(_tolerance(given, "tolerance"), _tolerance(given, "relativeTolerance"))
    if grader == "regex":
        pattern = given.get("pattern")
        if not isinstance(pattern, str):
            raise _fault("graderConfig.pattern", "must be a text.")
        check_pattern(pattern)
        return RegexConfig(pattern)
    return None


def check_pattern(pattern: str) -> None:
    """Raises unless the pattern is of the subset that JavaScript and Python read alike and that never searches long.

    Printable ASCII; at most one capturing group; groups repeated by `?` alone; three open-ended repeats at most; no
    references, no lookaround, no lazy or possessive repeats.
    """
    field = "graderConfig.pattern"
    if not 0 < len(pattern) <= LONGEST_PATTERN or not pattern.isascii() or not pattern.isprintable():
        raise _fault(field, f"must be 1 to {LONGEST_PATTERN} printable ASCII characters.")
    at = repeats = captures = 0
    before = "start"
    while at < len(pattern):
        found = _TOKEN.match(pattern, at)
        if found is None:
            raise _fault(field, f"holds something that graders may not use at character {at + 1}.")
        kind, at = str(found.lastgroup), found.end()
        if kind == "repeat":
            if before not in ("atom", "close") or (before == "close" and found.group() != "?"):
                raise _fault(field, "may repeat single characters and classes, and a group by ? only.")
            repeats += found.group() in "*+" or "," in found.group()
        captures += found.group() == "("
        before = kind
    if captures > 1:
        raise _fault(field, "may have one capturing group at most.")
    if repeats > MOST_REPEATS:
        raise _fault(field, f"may repeat {MOST_REPEATS} times at most (*, + or {{n,m}}).")
    try:
        re.compile(pattern, re.ASCII)
    except re.error:
        raise _fault(field, "is not a regular expression.") from None


def no_constants(name: str) -> NoReturn:
    """For json.loads: NaN and the infinities are not JSON."""
    raise ValueError(name)


def _json(given: Mapping[str, Any]) -> JsonConfig:
    schema = given.get("schema")
    if not isinstance(schema, dict):
        raise _fault("graderConfig.schema", "must be an object.")
    _check_schema(schema, "graderConfig.schema", 0)
    compare = given.get("compare")
    if compare is None:
        return JsonConfig(schema, None)
    if not isinstance(compare, list) or not all(isinstance(name, str) for name in compare):
        raise _fault("graderConfig.compare", "must be a list of field names.")
    if schema.get("type") != "object":
        raise _fault("graderConfig.compare", 'needs a schema of type "object".')
    for name in compare:
        if name not in schema.get("properties", {}):
            raise _fault("graderConfig.compare", f'names "{name[:80]}", which schema.properties does not have.')
    return JsonConfig(schema, tuple(compare))


def _check_schema(schema: object, field: str, depth: int) -> None:
    if not isinstance(schema, dict):
        raise _fault(field, "must be an object.")
    if depth > DEEPEST:
        raise _fault(field, f"is nested deeper than {DEEPEST} levels.")
    for name, value in schema.items():
        at = f"{field}.{name}"
        if name not in KEYWORDS:
            raise _fault(at, "is not one of the keywords a grader may use; remove it.")
        if name == "type" and value not in TYPES:
            raise _fault(at, f"must be one of {', '.join(TYPES)}.")
        if name == "enum" and not (isinstance(value, list) and value):
            raise _fault(at, "must be a list that is not empty.")
        if name == "required" and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            raise _fault(at, "must be a list of field names.")
        if name == "additionalProperties" and not isinstance(value, bool):
            raise _fault(at, "must be true or false.")
        if name in COUNTS and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            raise _fault(at, "must be a whole number, 0 or more.")
        if name in ("minimum", "maximum") and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise _fault(at, "must be a number.")
        if name == "items":
            _check_schema(value, at, depth + 1)
        if name == "properties":
            if not isinstance(value, dict):
                raise _fault(at, "must be an object.")
            for key, part in value.items():
                _check_schema(part, f"{at}.{key}", depth + 1)


def _tolerance(given: Mapping[str, Any], name: str) -> Decimal:
    value = given.get(name, "0")
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise _fault(f"graderConfig.{name}", 'must be a decimal number as text, such as "0.01".')
    return Decimal(value)


def _fault(field: str, problem: str) -> InvalidInput:
    return InvalidInput("graderConfig.invalid", f"{field}: {problem}", field=field)
