import type { Config } from "./config.ts";
import type { Logger } from "./log.ts";

/** What every role is started with. The role stops when `signal` fires or `close` is called. */
export interface RoleOptions {
  config: Config;
  log: Logger;
  signal: AbortSignal;
}

export interface RunningRole {
  url?: string;
  close(): Promise<void>;
}

export type StartRole = (options: RoleOptions) => Promise<RunningRole>;
