"""`assay_worker engine`: the resident process. First line on stdout is {"url": ...}; it ends when stdin closes."""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
from pathlib import Path

from ..base.errors import InvalidInput

LOCAL_HOSTS = ("127.0.0.1", "::1", "localhost")
MIN_TOKEN_LENGTH = 16
CLOSE_SECONDS = 5.0


def serve(*, host: str, port: int, token_file: Path, home: Path) -> int:
    """Serve until stdin closes or a signal comes; returns 0. Raises InvalidInput for a bad host or token."""
    if host not in LOCAL_HOSTS:
        raise InvalidInput(
            "host.notLocal", f"host: {host} is not local; the engine only listens on 127.0.0.1.", field="host"
        )
    token = token_file.read_text("utf8").strip()
    if len(token) < MIN_TOKEN_LENGTH:
        raise InvalidInput(
            "token.short", f"token-file: needs a token of {MIN_TOKEN_LENGTH} characters or more.", field="token-file"
        )
    import uvicorn

    from ..base.compute_lease import compute_lease, set_threads
    from .engine import Engine
    from .http_api import make_app

    set_threads()
    engine = Engine(home / "engine", compute_lease)
    listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    server = uvicorn.Server(uvicorn.Config(
        make_app(engine, token), log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=2,
    ))  # fmt: skip
    engine.start()
    threading.Thread(target=_stop_at_end_of_stdin, args=(server,), name="parent", daemon=True).start()
    address = f"[{host}]" if ":" in host else host
    sys.stdout.write(json.dumps({"url": f"http://{address}:{listener.getsockname()[1]}"}) + "\n")
    sys.stdout.flush()
    server.run(sockets=[listener])
    engine.close(CLOSE_SECONDS)
    sys.stdout.flush()
    sys.stderr.flush()
    # A matrix product cannot be interrupted, and unloading torch under a thread that runs one crashes: leave at once.
    os._exit(0)


def _stop_at_end_of_stdin(server: object) -> None:
    """The parent holds our stdin: when the parent ends in any way, this process ends."""
    while sys.stdin.buffer.read(4096):
        pass
    server.should_exit = True  # type: ignore[attr-defined]
