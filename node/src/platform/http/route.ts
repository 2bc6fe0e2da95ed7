import { openApiOf, type ReplyOf, type RequestOf, type Route, type Routes } from "@assay/sdk/api";
import { faultOf } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import type { Context, Hono } from "hono";
import type { Static, TSchema } from "typebox";
import { readJsonBody } from "./app.ts";

/** JSON where the route says what it replies; a stream or bytes are a Response of the handler's own. */
type AnswerOf<route extends Route> =
  | ReplyOf<route>
  | (route extends { events: object } | { bytes: true } ? Response : never);

export type Handler<route extends Route> = (
  request: RequestOf<route>,
  c: Context,
) => AnswerOf<route> | Promise<AnswerOf<route>>;

/** One handler per route: a route without one is an error of types. */
export type Handlers<routes extends Routes> = { [name in keyof routes]: Handler<routes[name]> };

/** Checks what came from outside. @throws AssayError invalid_field in one sentence that names the field under `name` */
export function checked<schema extends TSchema>(schema: schema, value: unknown, name = ""): Static<schema> {
  const found = faultOf(schema, value, name);
  if (found === undefined) return value as Static<schema>;
  const field = found.field === "" ? "body" : found.field;
  throw new AssayError(`${field} ${found.fault}.`, { code: "invalid_field", field });
}

/** The part of a schema that says how to read a text. */
interface Readable {
  type?: string;
  anyOf?: Readable[];
}

const typesOf = ({ type, anyOf = [] }: Readable): string[] => [
  ...(type === undefined ? [] : [type]),
  ...anyOf.flatMap(typesOf),
];

const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** A parameter's text as what its schema asks for; a text that is not one stays as it is, for the check to refuse. */
function readText(schema: Readable, text: string): unknown {
  const types = typesOf(schema);
  if (types.includes("array")) return text.split(",").filter((part) => part !== "");
  if ((types.includes("number") || types.includes("integer")) && NUMBER.test(text)) return Number(text);
  if (types.includes("boolean") && (text === "true" || text === "false")) return text === "true";
  return text;
}

function readTexts(schema: TSchema, texts: Record<string, string>): unknown {
  const { properties = {} } = schema as { properties?: Record<string, Readable> };
  const known = Object.entries(properties).flatMap(([name, own]) => {
    const text = texts[name];
    return text === undefined ? [] : [[name, readText(own, text)]];
  });
  return checked(schema, Object.fromEntries(known));
}

async function requestOf(route: Route, c: Context): Promise<Record<string, unknown>> {
  const { params, query, headers, body } = route;
  return {
    ...(params === undefined ? {} : { params: readTexts(params, c.req.param()) }),
    ...(query === undefined ? {} : { query: readTexts(query, c.req.query()) }),
    ...(headers === undefined ? {} : { headers: readTexts(headers, c.req.header()) }),
    ...(body === undefined ? {} : { body: checked(body, await readJsonBody(c)) }),
  };
}

/** Serves every route of a table: requests are checked by its schemas, replies are typed by them. */
export function serveRoutes<routes extends Routes>(
  app: Hono,
  routes: routes,
  handlers: NoInfer<Handlers<routes>>,
): void {
  for (const [name, route] of Object.entries(routes)) {
    const handler = handlers[name] as unknown as (request: object, c: Context) => unknown;
    app.on(route.method, route.path, async (c) => {
      const answer = await handler(await requestOf(route, c), c);
      if (answer instanceof Response) return answer;
      return c.json(answer as object, route.status);
    });
  }
}

/** Serves `/openapi.json` of a service. */
export function serveOpenApi(app: Hono, tag: string, routes: Routes): void {
  const description = openApiOf(`Assay ${tag}`, [{ tag, routes }]);
  app.get("/openapi.json", (c) => c.json(description));
}
