"""The engine's HTTP: JSON in and out, chats as server-sent events, one bearer token for every path."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import torch
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from .. import WORKER_VERSION
from ..base.errors import InvalidInput, WorkerError
from .engine import Engine
from .jobs import describe_fault

logger = logging.getLogger(__name__)
MAX_BODY_BYTES = 64 * 1024 * 1024
STATUS = {"job.unknown": 404, "jobKey.conflict": 409, "body.tooLarge": 413}
STREAM_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
Handler = Callable[[Request], Awaitable[Response]]


def make_app(engine: Engine, token: str, base: str | None = None) -> ASGIApp:
    """The ASGI app; every request needs `Authorization: Bearer <token>`."""
    app = Starlette(
        routes=[
            Route("/health", _health(engine, base)),
            Route("/chat", _chat(engine), methods=["POST"]),
            Route("/jobs", _post_job(engine), methods=["POST"]),
            Route("/jobs/{job_id}", _job(engine), methods=["GET", "DELETE"]),
        ],
        exception_handlers={WorkerError: _on_worker_error, Exception: _on_fault, 404: _not_found, 405: _not_found},
    )
    return _BearerToken(app, token)


class _BearerToken:
    """Refuses requests without the token, comparing in constant time."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._wanted = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            given = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
            if not hmac.compare_digest(given, self._wanted):
                error = error_body("auth.token", "Authorization: the engine's bearer token is missing or wrong.")
                await JSONResponse(error, status_code=401)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def error_body(code: str, message: str) -> dict[str, Any]:
    """{error: {code, message}}."""
    return {"error": {"code": code, "message": message}}


async def _on_worker_error(_: Request, fault: Exception) -> Response:
    assert isinstance(fault, WorkerError)
    return JSONResponse({"error": fault.to_json()}, status_code=STATUS.get(fault.code, 400))


async def _on_fault(_: Request, fault: Exception) -> Response:
    logger.error("request failed", exc_info=fault)
    return JSONResponse({"error": describe_fault(fault)}, status_code=500)


async def _not_found(request: Request, _: Exception) -> Response:
    message = f"{request.method} {request.url.path[:100]} is not a path of this engine."
    return JSONResponse(error_body("path.unknown", message), status_code=404)


async def _body(request: Request) -> dict[str, Any]:
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MAX_BODY_BYTES:
            raise InvalidInput("body.tooLarge", f"body: is larger than {MAX_BODY_BYTES >> 20} MB; send less at once.")
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise InvalidInput("body.notJson", "body: is not JSON; send one JSON object.") from fault
    if not isinstance(value, dict):
        raise InvalidInput("body.notObject", "body: must be one JSON object.")
    return value


def _health(engine: Engine, base: str | None) -> Handler:
    async def health(_: Request) -> Response:
        return JSONResponse({
            "ok": True, "version": WORKER_VERSION, "base": base, "bases": engine.host.loaded(), "device": "cpu",
            "threads": torch.get_num_threads(), "torch": torch.__version__,
            "instructionSet": torch.backends.cpu.get_cpu_capability(),
        })  # fmt: skip

    return health


def _post_job(engine: Engine) -> Handler:
    async def post_job(request: Request) -> Response:
        job = engine.submit_job(await _body(request))
        return JSONResponse({"jobId": job.id, "state": job.state}, status_code=202)

    return post_job


def _job(engine: Engine) -> Handler:
    async def job(request: Request) -> Response:
        job_id = request.path_params["job_id"]
        found = engine.jobs.cancel(job_id) if request.method == "DELETE" else engine.jobs.get(job_id)
        return JSONResponse(found.view())

    return job


def _chat(engine: Engine) -> Handler:
    async def chat(request: Request) -> Response:
        body = await _body(request)
        loop, queue = asyncio.get_running_loop(), asyncio.Queue[dict[str, Any] | Exception]()

        def put(value: dict[str, Any] | Exception) -> None:
            loop.call_soon_threadsafe(queue.put_nowait, value)

        task = engine.submit_chat(body, put, put)
        first = await queue.get()
        if isinstance(first, Exception):
            raise first

        async def stream() -> AsyncIterator[str]:
            event, number = first, 1
            try:
                while True:
                    if isinstance(event, Exception):
                        error = event.to_json() if isinstance(event, WorkerError) else describe_fault(event)
                        yield as_event({"type": "error", "id": number, "error": error})
                        return
                    yield as_event({**event, "id": number}, {k: v for k, v in event.items() if k != "type"})
                    if event["type"] == "done":
                        return
                    event, number = await queue.get(), number + 1
            finally:
                task.cancelled.set()  # the client may have left before the end

        return StreamingResponse(stream(), media_type="text/event-stream", headers=STREAM_HEADERS)

    return chat


def as_event(event: dict[str, Any], data: dict[str, Any] | None = None) -> str:
    """One server-sent event with its id; `data` defaults to the event itself."""
    body = json.dumps(event if data is None else data, ensure_ascii=False)
    return f"id: {event['id']}\nevent: {event['type']}\ndata: {body}\n\n"
