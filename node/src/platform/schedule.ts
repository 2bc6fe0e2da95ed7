import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "./log.ts";

export interface ScheduleOptions {
  /** named in the log when a pass fails */
  name: string;
  /** event the log tells a fault by; `work_retry` unless told otherwise */
  fault?: string;
  /** pause between passes */
  intervalMs: number;
  work(): Promise<void>;
  log: Logger;
  signal: AbortSignal;
}

/** Runs `work` again and again, never twice at once, until the signal fires. A fault is logged and tried again. */
export async function runEvery({ name, fault, intervalMs, work, log, signal }: ScheduleOptions): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      if (!signal.aborted) log.warn(fault ?? "work_retry", { work: name, error });
    }
    await delay(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}
