import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf } from "./errors.ts";

export type LogFields = Record<string, unknown>;

/** Structured log: one JSON object a line, `{time, level, role, event, ...fields}`. Never give it prompts, answers or keys. */
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

/** A logger that gives every line to `write`, with `base` fields in each. */
export function createLogger(write: (line: string) => void, base: LogFields = {}): Logger {
  const emit = (level: string, event: string, fields: LogFields = {}) =>
    write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...base, ...fields }, plain)}\n`);
  return {
    info: (event, fields) => emit("info", event, fields),
    warn: (event, fields) => emit("warn", event, fields),
    error: (event, fields) => emit("error", event, fields),
    child: (fields) => createLogger(write, { ...base, ...fields }),
  };
}

/** Appends to `path`; a line is written before the call returns, so a killed process loses none. */
export function createFileLogger(path: string, base: LogFields = {}): Logger {
  mkdirSync(dirname(path), { recursive: true });
  return createLogger((line) => appendFileSync(path, line), base);
}

/** A logger that drops everything, for tests. */
export const silentLogger: Logger = createLogger(() => undefined);
