import assert from "node:assert/strict";
import { test } from "node:test";
import Type from "typebox";
import { validate } from "../documents/validate.ts";
import { AssayError } from "../errors/assay-error.ts";
import {
  ApiError,
  createApiClient,
  curatorApi,
  defineRoutes,
  EngineJob,
  engineApi,
  evaluatorApi,
  gatewayApi,
  indexApi,
  JobEvent,
  openApiOf,
  portalApi,
  readEvents,
  trainerApi,
} from "./index.ts";

const routes = defineRoutes({
  find: {
    method: "GET",
    path: "/things/:id",
    summary: "Finds a thing.",
    params: Type.Object({ id: Type.String() }),
    query: Type.Object({ days: Type.Optional(Type.Integer()) }),
    reply: Type.Object({ name: Type.String() }),
  },
  send: {
    method: "POST",
    path: "/things",
    summary: "Sends a file.",
    form: Type.Object({ file: Type.Unknown(), mapping: Type.Object({ text: Type.String() }), by: Type.String() }),
    reply: Type.Object({}),
  },
  talk: {
    method: "POST",
    path: "/talk",
    summary: "Talks.",
    body: Type.Object({ amount: Type.Unsafe<bigint>(Type.String()) }),
    events: { token: Type.Object({ text: Type.String() }), error: Type.Unknown() },
  },
});

const asked: { url: string; init: RequestInit | undefined }[] = [];
const clientOf = (answer: () => Response, check?: typeof validate) =>
  createApiClient("http://host/api/", routes, {
    name: "The shop",
    headers: { authorization: "Bearer x" },
    ...(check === undefined ? {} : { check }),
    fetch: async (url, init) => {
      asked.push({ url: String(url), init });
      return answer();
    },
  });
const last = () => asked.at(-1) ?? assert.fail("nothing was asked");
const failure = async (promise: Promise<unknown>): Promise<ApiError> => {
  const error = await promise.then(
    () => assert.fail("should have thrown"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ApiError);
  assert.ok(error instanceof AssayError);
  return error;
};

test("client: parameters are escaped, queries leave out what is undefined, headers go along", async () => {
  const client = clientOf(() => Response.json({ name: "n" }));
  assert.deepEqual(await client.find({ params: { id: "a/b" }, query: {} }), { name: "n" });
  assert.equal(last().url, "http://host/api/things/a%2Fb");
  await client.find({ params: { id: "1" }, query: { days: 3 } });
  assert.equal(last().url, "http://host/api/things/1?days=3");
  assert.equal(new Headers(last().init?.headers).get("authorization"), "Bearer x");
});

test("client: a form keeps its file and its text, and sends the rest as JSON", async () => {
  await clientOf(() => Response.json({})).send({
    form: { file: new Blob(["x"]), mapping: { text: "t" }, by: "ann" },
  });
  const form = last().init?.body as FormData;
  assert.ok(form.get("file") instanceof Blob);
  assert.deepEqual([form.get("mapping"), form.get("by")], ['{"text":"t"}', "ann"]);
});

test("client: events are parsed; bigints travel as text; [DONE] ends the stream", async () => {
  const text = 'id: 1\nevent: token\ndata: {"text":"ä"}\n\ndata: [DONE]\n\nevent: token\ndata: {"text":"late"}\n\n';
  const events = [];
  for await (const event of clientOf(() => new Response(text)).talk.stream({ body: { amount: 2n ** 70n } }))
    events.push(event);
  assert.deepEqual(events, [{ event: "token", id: "1", data: { text: "ä" } }]);
  assert.equal(last().init?.body, `{"amount":"${2n ** 70n}"}`);
});

test("error: a stream that says what went wrong, in either form", async () => {
  for (const text of [
    'event: error\ndata: {"code":"stopped","message":"It stops."}\n\n',
    'data: {"error":{"code":"stopped","message":"It stops."}}\n\n',
  ]) {
    const read = async () => {
      for await (const _ of clientOf(() => new Response(text)).talk.stream({ body: { amount: 1n } }));
    };
    const { code, message } = await failure(read());
    assert.deepEqual([code, message], ["stopped", "It stops."]);
  }
});

test("error: a service's own sentence, code and field arrive as they are", async () => {
  const body = { error: { code: "empty_file", message: "The file is empty.", field: "file" } };
  const { message, code, field, status } = await failure(
    clientOf(() => Response.json(body, { status: 400 })).find({ params: { id: "1" }, query: {} }),
  );
  assert.deepEqual([message, code, field, status], ["The file is empty.", "empty_file", "file", 400]);
});

test("error: a refusal that is not JSON, and nobody there, still become sentences that name who", async () => {
  const page = await failure(
    clientOf(() => new Response("<html>", { status: 502 })).find({ params: { id: "1" }, query: {} }),
  );
  assert.match(page.message, /^The shop did not answer \(HTTP 502\)\. Nothing was changed/);
  assert.equal(page.code, "http");
  const away = await failure(
    clientOf(() => {
      throw new TypeError("fetch failed");
    }).find({ params: { id: "1" }, query: {} }),
  );
  assert.deepEqual([away.code, away.status], ["unreachable", 0]);
});

test("error: a checked client refuses a reply of another shape", async () => {
  const wrong = clientOf(() => Response.json({ name: 1 }), validate).find({ params: { id: "1" }, query: {} });
  await assert.rejects(wrong, { code: "INVALID_DOCUMENT", field: "reply.name" });
});

test("events survive being cut anywhere", async () => {
  const bytes = new TextEncoder().encode(
    'id: 1\nevent: token\ndata: {"text":"ä\\n"}\n\n: comment\n\ndata: 2\n\nevent: x\n\n',
  );
  const events = [];
  const body = ReadableStream.from([...bytes].map((byte) => Uint8Array.of(byte)));
  for await (const event of readEvents(body)) events.push(event);
  assert.deepEqual(events, [
    { id: "1", event: "token", data: '{"text":"ä\\n"}' },
    { event: "message", data: "2" },
  ]);
});

test("messages: what a worker tells", () => {
  const step = { id: 3, type: "step", step: 1, steps: 9, loss: 2.5, gradNorm: 1 };
  assert.equal(validate(JobEvent, step, "jobEvent").type, "step");
  assert.throws(
    () => validate(EngineJob, { state: "lost" }, "engineJob"),
    (error: unknown) => error instanceof AssayError && error.field === "engineJob.state",
  );
});

test("openapi: every route is there once, with its fields, its summary and the refusal", () => {
  const services = { engineApi, curatorApi, trainerApi, evaluatorApi, gatewayApi, portalApi, indexApi };
  for (const [tag, own] of Object.entries(services)) {
    const { paths } = openApiOf(tag, [{ tag, routes: own, prefix: "/x" }]);
    const operations = Object.values(paths).flatMap((path) => Object.values(path) as { summary: string }[]);
    assert.equal(operations.length, Object.keys(own).length, tag);
    for (const { summary } of operations) assert.match(summary, /^[A-Z].*\.$/);
  }
  const { paths } = openApiOf("Shop", [{ tag: "shop", routes }]);
  const { get } = paths["/things/{id}"] as { get: { parameters: object[]; responses: object } };
  assert.deepEqual(get.parameters, [
    { name: "id", in: "path", required: true, schema: { type: "string" } },
    { name: "days", in: "query", required: false, schema: { type: "integer" } },
  ]);
  assert.deepEqual(Object.keys(get.responses), ["200", "default"]);
});
