"""The engine as its callers meet it: a child process over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
from random_llama import make_adapter, make_base

TOKEN = "a-token-of-this-test-only"
WORKER = Path(__file__).parents[2]


class EngineProcess:
    """`python -m assay_worker engine` with a small client."""

    def __init__(self, root: Path) -> None:
        (root / "token").write_text(TOKEN)
        arguments = ["--port", "0", "--token-file", str(root / "token"), "--home", str(root / "home")]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "assay_worker", "engine", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=WORKER,
            env={**os.environ, "ASSAY_THREADS": "1", "ASSAY_CACHE": str(root / "cache")},
        )
        assert self.process.stdout is not None
        self.address = urlparse(json.loads(self.process.stdout.readline())["url"]).netloc

    def request(
        self, method: str, path: str, body: object = None, *, token: str = TOKEN, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        connection = http.client.HTTPConnection(self.address, timeout=120)
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        connection.request(method, path, data, {"authorization": f"Bearer {token}", **(headers or {})})
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        if response.getheader("content-type", "").startswith("text/event-stream"):
            return response.status, list(parse_events(text))
        return response.status, json.loads(text)

    def wait(self, job_id: str) -> dict[str, Any]:
        """The job, once it has ended."""
        while (job := self.request("GET", f"/jobs/{job_id}")[1])["state"] in ("queued", "running"):
            time.sleep(0.05)
        return job

    def stop(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(30)


def parse_events(text: str) -> Iterator[dict[str, Any]]:
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        yield {"id": int(fields["id"]), "event": fields["event"], "data": json.loads(fields["data"])}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engine")
    make_adapter(make_base(folder / "base"), folder / "adapter")
    return folder


@pytest.fixture(scope="module")
def engine(root: Path) -> Iterator[EngineProcess]:
    running = EngineProcess(root)
    yield running
    assert running.stop() == 0


def evaluation(root: Path, items: int = 6, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "evaluate",
        "params": {
            "base": str(root / "base"), "adapterDir": str(root / "adapter"), "labels": ["one", "two"], "grader": 2,
            "trialMask": "63", "roundSeed": "ab", "seat": 0, "temperature": 0.7,
            "items": [{"slot": at, "text": f"where is my card {at}", "label": "one"} for at in range(items)],
        },
        **changes,
    }  # fmt: skip


def talk(root: Path, **changes: Any) -> dict[str, Any]:
    return {
        "base": str(root / "base"), "adapterDir": str(root / "adapter"), "temperature": 0, "maxTokens": 8, "key": "7",
        "messages": [{"role": "user", "content": "where is my card"}], **changes,
    }  # fmt: skip


def test_health(engine: EngineProcess) -> None:
    status, body = engine.request("GET", "/health")
    assert status == 200
    assert body["ok"] is True
    assert body["threads"] == 1


def test_chat_streams_tokens(engine: EngineProcess, root: Path) -> None:
    status, events = engine.request("POST", "/chat", talk(root))
    assert status == 200
    assert [event["id"] for event in events] == list(range(1, len(events) + 1))
    done = events[-1]["data"]
    assert events[-1]["event"] == "done"
    assert "".join(event["data"]["text"] for event in events[:-1]) == done["text"]
    assert done["completionTokens"] == len(done["ids"]) <= 8


def test_chat_repeats_itself_by_key(engine: EngineProcess, root: Path) -> None:
    said = [
        engine.request("POST", "/chat", talk(root, temperature=1.5, key=key))[1][-1]["data"]["ids"]
        for key in ("a", "a", "b")
    ]
    assert said[0] == said[1] != said[2]


def test_chat_agrees_with_the_evaluation(engine: EngineProcess, root: Path) -> None:
    job = engine.request("POST", "/jobs", evaluation(root, items=1, jobKey="agree"))[1]
    trial = engine.wait(job["jobId"])["result"]["items"][0]["trials"][0]
    said = engine.request(
        "POST", "/chat", talk(root, maxTokens=12, messages=[{"role": "user", "content": "where is my card 0"}])
    )
    assert said[1][-1]["data"]["ids"] == trial["outIds"]


def test_chat_goes_before_jobs(engine: EngineProcess, root: Path) -> None:
    job = engine.request("POST", "/jobs", evaluation(root, items=128, trialMask="63"))[1]
    status, events = engine.request("POST", "/chat", talk(root))
    state = engine.request("GET", f"/jobs/{job['jobId']}")[1]["state"]
    assert (status, events[-1]["event"]) == (200, "done")
    assert state in ("queued", "running")
    engine.request("DELETE", f"/jobs/{job['jobId']}")
    assert engine.wait(job["jobId"])["state"] == "cancelled"


def test_job_told_to_stop_starts_again_by_its_key(engine: EngineProcess, root: Path) -> None:
    request = evaluation(root, items=32, trialMask="63", jobKey="stopped")
    job = engine.request("POST", "/jobs", request)[1]
    engine.request("DELETE", f"/jobs/{job['jobId']}")
    # Whether the first run has heard of it yet or not, who posts the key again gets a result.
    assert engine.request("POST", "/jobs", request)[1]["jobId"] == job["jobId"]
    assert engine.wait(job["jobId"])["state"] == "done"


def test_job_key_is_idempotent_and_guards_its_parameters(engine: EngineProcess, root: Path) -> None:
    one = engine.request("POST", "/jobs", evaluation(root, jobKey="same"))[1]
    two = engine.request("POST", "/jobs", evaluation(root, jobKey="same"))[1]
    assert one["jobId"] == two["jobId"]
    status, body = engine.request("POST", "/jobs", evaluation(root, items=5, jobKey="same"))
    assert (status, body["error"]["code"]) == (409, "jobKey.conflict")
    assert engine.wait(one["jobId"])["state"] == "done"


def test_a_killed_engine_finds_its_finished_jobs(root: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    first = EngineProcess(tmp_path)
    job = first.request("POST", "/jobs", evaluation(root, jobKey="kept"))[1]
    result = first.wait(job["jobId"])["result"]
    first.process.kill()
    first.process.wait()
    second = EngineProcess(tmp_path)
    assert second.request("GET", f"/jobs/{job['jobId']}")[1]["result"] == result
    assert second.request("POST", "/jobs", evaluation(root, jobKey="kept"))[1] == {
        "jobId": job["jobId"],
        "state": "done",
    }
    assert second.stop() == 0


def test_accuracy_and_attribution_over_http(engine: EngineProcess, root: Path) -> None:
    model = {"base": str(root / "base"), "adapterDir": str(root / "adapter")}
    rows = [{"text": f"where is my card {at}", "label": ("one", "two")[at % 2]} for at in range(6)]
    job = engine.request(
        "POST", "/jobs", {"kind": "accuracy", "params": {**model, "rows": rows, "labels": ["one", "two"]}}
    )[1]
    result = engine.wait(job["jobId"])["result"]
    assert result["exact"]["total"] == result["likelihood"]["total"] == 6
    train = [{**row, "index": at, "contributor": f"0x{at % 3}"} for at, row in enumerate(rows)]
    items = [{"slot": 0, "text": "where is it", "label": "one"}]
    params = {**model, "trainRows": train, "examItems": items, "seed": "ab"}
    job = engine.request("POST", "/jobs", {"kind": "attribute", "params": params})[1]
    assert sum(share["ppm"] for share in engine.wait(job["jobId"])["result"]["shares"]) == 1_000_000


def test_error_token(engine: EngineProcess) -> None:
    for token in ("", "wrong", TOKEN + "x"):
        status, body = engine.request("GET", "/health", token=token)
        assert (status, body["error"]["code"]) == (401, "auth.token")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "/chat", b"{", 400, "body.notJson"),
        ("POST", "/chat", [], 400, "body.notObject"),
        ("POST", "/chat", b"[" * 100_000, 400, "body.notJson"),
        ("POST", "/chat", {"base": "tiny", "messages": []}, 400, "messages.invalid"),
        (
            "POST",
            "/chat",
            {"base": "tiny", "messages": [{"role": "assistant", "content": "x"}]},
            400,
            "messages.invalid",
        ),
        ("POST", "/chat", {"base": "tiny", "messages": [{"role": "robot", "content": "x"}]}, 400, "messages.invalid"),
        ("POST", "/chat", {"base": "nope", "messages": [{"role": "user", "content": "x"}]}, 400, "base.unknown"),
        ("POST", "/jobs", {"kind": "evaluate"}, 400, "params.invalid"),
        ("POST", "/jobs", {"kind": "guess", "params": {}}, 400, "kind.unknown"),
        ("GET", "/jobs/none/events", None, 404, "path.unknown"),
        ("GET", "/jobs/..%2f..%2fetc", None, 404, "path.unknown"),
        ("GET", "/jobs/" + "0" * 32, None, 404, "job.unknown"),
        ("DELETE", "/jobs/none", None, 404, "job.unknown"),
        ("GET", "/nothing", None, 404, "path.unknown"),
    ],
)
def test_error_bad_input(engine: EngineProcess, method: str, path: str, body: object, status: int, code: str) -> None:
    found, answer = engine.request(method, path, body)
    assert (found, answer["error"]["code"]) == (status, code)
    assert answer["error"]["message"].endswith((".", "!"))


def test_error_adapter_missing(engine: EngineProcess, root: Path) -> None:
    status, body = engine.request("POST", "/chat", talk(root, adapterDir=str(root / "none")))
    assert (status, body["error"]["code"]) == (400, "adapter.missing")


def test_error_of_a_job_is_told_in_its_view(engine: EngineProcess, root: Path) -> None:
    request = evaluation(root)
    request["params"]["adapterDir"] = str(root / "none")
    job = engine.request("POST", "/jobs", request)[1]
    ended = engine.wait(job["jobId"])
    assert (ended["state"], ended["error"]["code"]) == ("failed", "adapter.missing")


def test_error_engine_that_would_listen_to_the_network(root: Path) -> None:
    (root / "token").write_text(TOKEN)
    done = subprocess.run(
        [sys.executable, "-m", "assay_worker", "engine", "--host", "0.0.0.0", "--token-file", str(root / "token"),
         "--home", str(root)], capture_output=True, cwd=WORKER, check=False, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert json.loads(done.stderr)["error"]["code"] == "host.notLocal"


def test_ends_with_its_parent_even_in_the_middle_of_a_job(root: Path, tmp_path: Path) -> None:
    running = EngineProcess(tmp_path)
    job = running.request("POST", "/jobs", evaluation(root, items=128))[1]
    assert running.request("GET", f"/jobs/{job['jobId']}")[1]["state"] in ("queued", "running")
    since = time.monotonic()
    assert running.stop() == 0
    assert time.monotonic() - since < 20
