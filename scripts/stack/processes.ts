/**
 * Child processes of the local stack. Each is started with a stdin pipe, because roles and workers exit when their
 * parent's pipe closes: nothing outlives a killed supervisor.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";

export type ProcessSpec = {
  name: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  cwd: string;
  /** Restart after an unexpected exit. */
  restart: boolean;
};

export type Supervisor = {
  /** Starts a process and resolves with the first stdout line that `ready` accepts. */
  start(spec: ProcessSpec, ready: (line: string) => boolean, timeoutMs: number): Promise<string>;
  /** Stops everything in the reverse order of starting. */
  stop(): Promise<void>;
  /** Process ids by name, for tests that kill one. */
  pids(): Record<string, number>;
};

type Entry = { spec: ProcessSpec; child: ChildProcess; restarts: number };

const STOP_GRACE_MS = 8_000;
const MAX_RESTARTS = 5;

/**
 * Supervises processes whose output goes to `<logDir>/<name>.out`.
 * @param onEvent told about restarts and about processes that stay down
 */
export function createSupervisor(logDir: string, onEvent: (message: string) => void): Supervisor {
  mkdirSync(logDir, { recursive: true });
  const entries = new Map<string, Entry>();
  let stopping = false;

  function launch(spec: ProcessSpec, onLine: (line: string) => void, restarts: number): ChildProcess {
    const log = createWriteStream(join(logDir, `${spec.name}.out`), { flags: "a" });
    const child = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: { ...process.env, ...spec.env },
      stdio: ["pipe", "pipe", "pipe"],
      // Its own group: Ctrl-C reaches only the supervisor, which then stops everything in order.
      detached: true,
    });
    let rest = "";
    child.stdout.on("data", (chunk: Buffer) => {
      log.write(chunk);
      const lines = (rest + chunk.toString()).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    });
    child.stderr.on("data", (chunk: Buffer) => log.write(chunk));
    child.once("error", (error) => log.write(`${error.message}\n`));
    child.once("close", (code, signal) => {
      log.end();
      if (stopping || !spec.restart) return;
      if (restarts >= MAX_RESTARTS) {
        onEvent(`${spec.name} stopped ${MAX_RESTARTS} times and stays down; see ${join(logDir, `${spec.name}.out`)}`);
        return;
      }
      onEvent(`${spec.name} stopped (${signal ?? code}); starting it again`);
      entries.set(spec.name, { spec, child: launch(spec, () => {}, restarts + 1), restarts: restarts + 1 });
    });
    return child;
  }

  function start(spec: ProcessSpec, ready: (line: string) => boolean, timeoutMs: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const logFile = join(logDir, `${spec.name}.out`);
      const timer = setTimeout(
        () => reject(new Error(`${spec.name} was not ready after ${timeoutMs / 1000} s; see ${logFile}`)),
        timeoutMs,
      );
      let settled = false;
      const onLine = (line: string): void => {
        if (settled || !ready(line)) return;
        settled = true;
        clearTimeout(timer);
        resolve(line);
      };
      const child = launch(spec, onLine, 0);
      child.once("close", (code) => {
        if (settled) return;
        clearTimeout(timer);
        reject(new Error(`${spec.name} ended with exit code ${code} before it was ready; see ${logFile}`));
      });
      entries.set(spec.name, { spec, child, restarts: 0 });
    });
  }

  async function stopOne({ child }: Entry): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
    child.stdin?.end();
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MS);
    await closed;
    clearTimeout(timer);
  }

  return {
    start,
    async stop() {
      stopping = true;
      const all = [...entries.values()].reverse();
      // The chain was started first and is stopped last, so that roles can finish what they were writing.
      const first = all.pop();
      await Promise.all(all.map(stopOne));
      if (first) await stopOne(first);
    },
    pids: () => Object.fromEntries([...entries].map(([name, { child }]) => [name, child.pid ?? 0])),
  };
}
