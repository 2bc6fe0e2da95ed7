import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { type Logger as Pino, pino } from "pino";
import { messageOf } from "./errors.ts";

export type LogFields = Record<string, unknown>;

/** Structured log: one JSON object per line, `{level, time, role, ...fields, event}`. Never give it prompts, answers or keys. */
export interface Logger {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  child(fields: LogFields): Logger;
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Error) return { name: value.name, message: messageOf(value), stack: value.stack };
  return value;
}

/** Amounts as text and errors with their message, wherever they stand: neither is JSON by itself. */
const readable = (fields: LogFields): LogFields => JSON.parse(JSON.stringify(fields, plain)) as LogFields;

function over(logger: Pino): Logger {
  return {
    info: (event, fields = {}) => logger.info(fields, event),
    warn: (event, fields = {}) => logger.warn(fields, event),
    error: (event, fields = {}) => logger.error(fields, event),
    child: (fields) => over(logger.child(readable(fields))),
  };
}

/** A logger that gives every line to `write`, with `base` fields in each. */
export function createLogger(write: (line: string) => void, base: LogFields = {}): Logger {
  const options = {
    base: readable(base),
    messageKey: "event",
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (level: string) => ({ level }), log: readable },
    // `readable` has written errors out, under whatever name they came.
    serializers: {},
  };
  return over(pino(options, { write }));
}

/** Appends to `path`; a line is written before the call returns, so a killed process loses none. */
export function createFileLogger(path: string, base: LogFields = {}): Logger {
  mkdirSync(dirname(path), { recursive: true });
  return createLogger((line) => appendFileSync(path, line), base);
}

/** A logger that drops everything, for tests. */
export const silentLogger: Logger = createLogger(() => undefined);
