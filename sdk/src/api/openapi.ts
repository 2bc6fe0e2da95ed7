import type { TSchema } from "typebox";
import type { Route, Routes } from "./route.ts";
import { ErrorReply } from "./shapes.ts";

/** A service's routes as they are reached: under `prefix`, and with a tag to group them by. */
export interface DescribedService {
  tag: string;
  routes: Routes;
  prefix?: string;
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

/** The schema as plain JSON; whatever typebox keeps beside it is left out. */
const plain = (schema: TSchema): Json => JSON.parse(JSON.stringify(schema)) as Json;

function parameters(place: "path" | "query" | "header", schema: TSchema | undefined): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = plain(schema) as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, own]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(isObject(own) && typeof own.description === "string" ? { description: own.description } : {}),
    schema: own,
  }));
}

function requestBody({ body, form }: Route): Json {
  const schema = body ?? form;
  if (schema === undefined) return {};
  const media = body === undefined ? "multipart/form-data" : "application/json";
  return { requestBody: { required: true, content: { [media]: { schema: plain(schema) } } } };
}

function content({ reply, events, bytes }: Route): Json {
  const stream = Object.entries(events ?? {}).map(([event, data]) => ({
    type: "object",
    required: ["event", "data"],
    properties: { event: { const: event }, data: plain(data) },
  }));
  return {
    ...(reply === undefined ? {} : { "application/json": { schema: plain(reply) } }),
    ...(stream.length === 0 ? {} : { "text/event-stream": { schema: { oneOf: stream } } }),
    ...(bytes ? { "application/octet-stream": {} } : {}),
  };
}

function operation(tag: string, name: string, route: Route): Json {
  return {
    tags: [tag],
    operationId: `${tag}.${name}`,
    summary: route.summary,
    parameters: [
      ...parameters("path", route.params),
      ...parameters("query", route.query),
      ...parameters("header", route.headers),
    ],
    ...requestBody(route),
    responses: {
      [route.status ?? 200]: { description: "The answer.", content: content(route) },
      default: {
        description: "A refusal: a stable code, one sentence, and the field at fault.",
        content: { "application/json": { schema: { $ref: "#/components/schemas/ErrorReply" } } },
      },
    },
  };
}

/** The OpenAPI 3.1 description of one or more services, made from their routes. */
export function openApiOf(title: string, services: readonly DescribedService[]) {
  const paths: Record<string, Json> = {};
  for (const { tag, routes, prefix = "" } of services)
    for (const [name, route] of Object.entries(routes)) {
      const path = `${prefix}${route.path}`.replace(/:(\w+)/g, "{$1}");
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(tag, name, route) };
    }
  return {
    openapi: "3.1.0",
    info: { title, version: "1" },
    tags: services.map(({ tag }) => ({ name: tag })),
    paths,
    components: { schemas: { ErrorReply: plain(ErrorReply) } },
  };
}
