import {
  curatorApi,
  type DescribedService,
  evaluatorApi,
  gatewayApi,
  indexApi,
  liveApi,
  openApiOf,
  portalApi,
  trainerApi,
} from "@assay/sdk/api";
import type { Hono } from "hono";
import { html, raw } from "hono/html";

/** `/health` of a role is not reached through the portal, which has one of its own. */
const withoutHealth = <routes extends { health: unknown }>({ health: _, ...routes }: routes) => routes;

/** Every service, as the portal's address reaches it. */
const SERVICES: DescribedService[] = [
  { tag: "portal", routes: { ...portalApi, ...liveApi } },
  { tag: "curator", routes: curatorApi, prefix: "/api/curator" },
  { tag: "trainer", routes: trainerApi, prefix: "/api/trainer" },
  { tag: "evaluator", routes: evaluatorApi, prefix: "/api/evaluator" },
  { tag: "gateway", routes: withoutHealth(gatewayApi) },
  { tag: "index", routes: withoutHealth(indexApi) },
];

interface Parameter {
  name: string;
  in: string;
  required: boolean;
}

interface Operation {
  summary: string;
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { content?: Record<string, { schema?: unknown }> }>;
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h2{margin-top:2.5rem}code,pre{font:14px/1.4 ui-monospace,monospace}pre{overflow:auto;background:#8881;padding:.5rem}
section{border-top:1px solid #8884;padding:.75rem 0}:root{color-scheme:light dark}`;

const jsonBlock = (title: string, content: Operation["responses"][string]["content"]) =>
  Object.entries(content ?? {}).map(
    ([media, { schema }]) =>
      html`<details><summary>${title} (${media})</summary><pre>${JSON.stringify(schema ?? {}, null, 2)}</pre></details>`,
  );

function operationHtml(method: string, path: string, { summary, parameters, requestBody, responses }: Operation) {
  return html`<section>
    <h3><code>${method.toUpperCase()} ${path}</code></h3>
    <p>${summary}</p>
    ${parameters.map(
      ({ name, in: place, required }) =>
        html`<div><code>${name}</code> in ${place}${required ? "" : ", optional"}</div>`,
    )}
    ${jsonBlock("Request", requestBody?.content)}
    ${Object.entries(responses)
      .filter(([status]) => status !== "default")
      .map(([status, { content }]) => jsonBlock(`Answer ${status}`, content))}
  </section>`;
}

function serviceHtml({ tag, routes, prefix }: DescribedService) {
  const { paths } = openApiOf(tag, [{ tag, routes, ...(prefix === undefined ? {} : { prefix }) }]);
  return html`<h2 id="${tag}">${tag}</h2>
    ${Object.entries(paths).map(([path, methods]) =>
      Object.entries(methods as Record<string, Operation>).map(([method, operation]) =>
        operationHtml(method, path, operation),
      ),
    )}`;
}

const page = () => html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>Assay API</title>
      <style>
        ${raw(STYLE)}
      </style>
    </head>
    <body>
      <h1>Assay API</h1>
      <p>
        Every message of this stack. A machine reads the same as <a href="/openapi.json">OpenAPI 3.1</a>. A refusal is
        <code>{"error": {"code", "message", "field"}}</code>: a stable code, one sentence, and the field at fault.
      </p>
      ${SERVICES.map(serviceHtml)}
    </body>
  </html>`;

/** `/openapi.json` of the whole stack, and the same for people at `/api`. */
export function serveDescription(app: Hono): void {
  const description = openApiOf("Assay", SERVICES);
  const text = page();
  app.get("/openapi.json", (c) => c.json(description));
  app.get("/api", (c) => c.html(text));
}
