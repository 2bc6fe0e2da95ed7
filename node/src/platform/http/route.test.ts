/** What a table of routes does to a request before a handler sees it, and to a reply after. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { defineRoutes } from "@assay/sdk/api";
import Type from "typebox";
import { silentLogger } from "../log.ts";
import { createApp } from "./app.ts";
import { checked, serveOpenApi, serveRoutes } from "./route.ts";

const routes = defineRoutes({
  look: {
    method: "GET",
    path: "/things/:id",
    summary: "Looks at a thing.",
    params: Type.Object({ id: Type.Integer({ minimum: 1 }) }),
    query: Type.Object({
      kinds: Type.Optional(Type.Array(Type.Enum(["a", "b"]))),
      rate: Type.Optional(Type.Number()),
      mix: Type.Optional(Type.Union([Type.Boolean(), Type.Number()])),
    }),
    headers: Type.Object({ "x-by": Type.Optional(Type.String()) }),
    reply: Type.Unknown(),
  },
  make: {
    method: "POST",
    path: "/things",
    summary: "Makes a thing.",
    body: Type.Object({ name: Type.String({ pattern: "\\S" }), parts: Type.Array(Type.Object({ n: Type.Integer() })) }),
    status: 201,
    reply: Type.Object({ id: Type.Integer() }),
  },
});
const app = createApp({ log: silentLogger });
serveOpenApi(app, "shop", routes);
serveRoutes(app, routes, { look: (request) => request, make: () => ({ id: 7 }) });

const look = async (path: string, headers: Record<string, string> = {}) => {
  const response = await app.request(path, { headers });
  return { status: response.status, body: (await response.json()) as { error?: { code: string; message: string } } };
};
const make = async (body: unknown) => {
  const response = await app.request("/things", { method: "POST", body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as { error?: { message: string; field?: string } } };
};

describe("routes", () => {
  test("default: texts of path, query and headers become what the schema asks for", async () => {
    const { status, body } = await look("/things/3?kinds=a,b&rate=1e-4&mix=true&other=x", { "X-By": "ann" });
    assert.deepEqual(
      [status, body],
      [
        200,
        {
          params: { id: 3 },
          query: { kinds: ["a", "b"], rate: 0.0001, mix: true },
          headers: { "x-by": "ann" },
        },
      ],
    );
    assert.deepEqual((await look("/things/3?mix=0.5")).body, { params: { id: 3 }, query: { mix: 0.5 }, headers: {} });
  });

  test("default: a reply has the status of its route", async () => {
    assert.deepEqual(await make({ name: "n", parts: [{ n: 1 }] }), { status: 201, body: { id: 7 } });
  });

  test("error: a wrong parameter is one sentence that names it", async () => {
    const sentences = [
      ["/things/x", "id must be of type integer."],
      ["/things/1.5", "id must be of type integer."],
      ["/things/0", "id must be >= 1."],
      ["/things/1?kinds=c", "kinds[0] must be one of a, b."],
      ["/things/1?rate=fast", "rate must be of type number."],
    ];
    for (const [path = "", message] of sentences) {
      const { status, body } = await look(path);
      assert.deepEqual([status, body.error?.code, body.error?.message], [400, "invalid_field", message]);
    }
  });

  test("error: a wrong field of a body is named where it lies", async () => {
    const faults: [unknown, string, string][] = [
      [{ parts: [] }, "name", "name is missing."],
      [{ name: " ", parts: [] }, "name", "name must be a text that is not empty."],
      [{ name: "n", parts: [{ n: 1 }, { n: "2" }] }, "parts[1].n", "parts[1].n must be of type integer."],
      [[], "body", "body must be of type object."],
      [null, "body", "body must be of type object."],
    ];
    for (const [body, field, message] of faults) {
      const { status, body: answer } = await make(body);
      assert.deepEqual([status, answer.error?.field, answer.error?.message], [400, field, message]);
    }
  });

  test("error: a part that is read by hand keeps its name", () => {
    assert.throws(() => checked(routes.make.body, {}, "upload"), { code: "invalid_field", field: "upload.name" });
  });

  test("openapi.json describes the routes", async () => {
    const { paths } = (await (await app.request("/openapi.json")).json()) as { paths: Record<string, object> };
    assert.deepEqual(Object.keys(paths), ["/things/{id}", "/things"]);
  });
});
