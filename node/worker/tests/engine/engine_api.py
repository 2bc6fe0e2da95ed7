"""The engine's messages by test/golden/engine-api.json, which the SDK's schemas are written to."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema

API: dict[str, Any] = json.loads((Path(__file__).parents[4] / "test/golden/engine-api.json").read_text("utf8"))
ROUTES: dict[str, Any] = API["routes"]
JOBS: dict[str, Any] = API["jobs"]


def check(schema: dict[str, Any], value: object) -> None:
    """Raise ValidationError unless the value fits."""
    jsonschema.Draft202012Validator(schema).validate(value)


def route_of(method: str, path: str) -> dict[str, Any] | None:
    """The route that describes a request, or None."""
    return next(
        (
            route
            for route in ROUTES.values()
            if route["method"] == method and re.fullmatch(re.sub(r":\w+", "[^/]+", route["path"]), path)
        ),
        None,
    )


def check_answer(method: str, path: str, status: int, answer: dict[str, Any]) -> None:
    """Check what the engine really answered: a refusal, or the route's reply with a job's result by its kind."""
    if status >= 400:
        check(API["refusal"], answer)
        return
    route = route_of(method, path)
    assert route is not None, f"{method} {path} answers and is not described"
    assert status == route["status"]
    check(route["reply"], answer)
    if answer.get("state") == "done" and "result" in answer:
        check(JOBS[answer["kind"]]["result"], answer["result"])


def check_events(method: str, path: str, events: list[dict[str, Any]]) -> None:
    """Check the events of a stream that the SDK describes."""
    route = route_of(method, path)
    if route is not None:
        for event in events:
            check(route["events"][event["event"]], event["data"])
