import type { Static, TSchema } from "typebox";

/** One HTTP message pair of a service. Validation, typed clients and OpenAPI are all made from it. */
export interface Route {
  method: "GET" | "POST" | "DELETE";
  /** path under the service, parameters as `:name` */
  path: string;
  /** one sentence for readers of the API */
  summary: string;
  params?: TSchema;
  query?: TSchema;
  headers?: TSchema;
  /** JSON */
  body?: TSchema;
  /** multipart/form-data instead of `body`; `file` is the uploaded file, other fields that are not text are JSON */
  form?: TSchema;
  /** JSON */
  reply?: TSchema;
  /** status of the reply; 200 where nothing is said */
  status?: 201 | 202;
  /** server-sent events by name, each with the schema of its JSON data */
  events?: Readonly<Record<string, TSchema>>;
  /** the reply is these bytes, not JSON */
  bytes?: true;
}

export type Routes = Readonly<Record<string, Route>>;

type Part<route extends Route, name extends keyof Route> = route extends { [key in name]: infer schema extends TSchema }
  ? { [key in name]: Static<schema> }
  : unknown;

/** What a handler is given, and what a caller sends: every part that the route describes. */
export type RequestOf<route extends Route> = Part<route, "params"> &
  Part<route, "query"> &
  Part<route, "headers"> &
  Part<route, "body">;

export type ReplyOf<route extends Route> = route extends { reply: infer schema extends TSchema }
  ? Static<schema>
  : never;

/** The events of a stream as a union, told apart by `event`. */
export type EventOf<route extends Route> = route extends { events: infer events extends Record<string, TSchema> }
  ? {
      [name in keyof events & string]: { event: name; id: string | undefined; data: Static<events[name]> };
    }[keyof events & string]
  : never;

/** Names a service's routes, keeping the exact type of each. */
export function defineRoutes<const routes extends Routes>(routes: routes): routes {
  return routes;
}
