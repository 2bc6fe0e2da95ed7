import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "./log.ts";

export interface ScheduleOptions {
  name: string;
  intervalMs: number;
  work(): Promise<void>;
  log: Logger;
  signal: AbortSignal;
}

/** Runs `work` again and again, never twice at once, until the signal fires. A fault is logged and tried again. */
export async function runEvery({ name, intervalMs, work, log, signal }: ScheduleOptions): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      if (!signal.aborted) log.warn("work_retry", { work: name, error });
    }
    await delay(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}
