/** The honest timeline: what was planned, what it took, and the evidence. Terminal lines and the JSON report. */

export type StageRecord = { name: string; seconds: number; planned: number; ok: boolean; evidence: string[] };

export type Stage = {
  /** One progress line, overwritten in a terminal and printed sparsely in a pipe. */
  progress(text: string): void;
  /** Adds a hash, CID or figure that proves the stage. */
  evidence(text: string): void;
};

export type Timeline = {
  readonly stages: StageRecord[];
  /** Runs and records one stage. A failure is recorded, printed and thrown again. */
  stage<T>(name: string, plannedSeconds: number, work: (stage: Stage) => Promise<T>): Promise<T>;
  /** Records a stage that happened before the timeline began. */
  record(stage: StageRecord): void;
  line(text: string): void;
};

/** How often the progress line is renewed: in a terminal in place, in a pipe as a new line. */
const TTY_PROGRESS_MS = 1_000;
const PIPE_PROGRESS_MS = 15_000;

const styles = { dim: "\u001b[2m", red: "\u001b[31m", reset: "\u001b[0m", clear: "\r\u001b[2K" };

/** A timeline that writes to `out`; colour and overwriting only where it is a terminal. */
export function createTimeline(out: NodeJS.WriteStream): Timeline {
  const tty = out.isTTY === true && !process.env.NO_COLOR;
  const paint = (style: keyof typeof styles, text: string): string =>
    tty ? styles[style] + text + styles.reset : text;
  const stages: StageRecord[] = [];

  function print(record: StageRecord): void {
    const mark = record.ok ? "done  " : paint("red", "failed");
    const time = `${record.seconds.toFixed(1).padStart(6)} s`;
    out.write(
      `${tty ? styles.clear : ""}${mark} ${record.name.padEnd(34)} ${time} ${paint("dim", `planned ${record.planned} s`)}\n`,
    );
    for (const text of record.evidence) out.write(`       ${paint("dim", text)}\n`);
  }

  return {
    stages,
    line: (text) => out.write(`${tty ? styles.clear : ""}${text}\n`),
    record(record) {
      stages.push(record);
      print(record);
    },
    async stage(name, planned, work) {
      const began = performance.now();
      const evidence: string[] = [];
      let latest = "";
      const show = (): void => {
        const elapsed = Math.round((performance.now() - began) / 1000);
        const text = `       ${name}${latest === "" ? "" : `: ${latest}`} (${elapsed} s of about ${planned} s)`;
        out.write(tty ? `${styles.clear}${text.slice(0, (out.columns ?? 120) - 1)}` : `${text}\n`);
      };
      // The clock runs on screen even while the work says nothing.
      const clock = setInterval(show, tty ? TTY_PROGRESS_MS : PIPE_PROGRESS_MS);
      const progress = (text: string): void => {
        latest = text;
        if (tty) show();
      };
      const finish = (ok: boolean): void => {
        clearInterval(clock);
        const record = { name, seconds: (performance.now() - began) / 1000, planned, ok, evidence };
        stages.push(record);
        print(record);
      };
      try {
        const result = await work({ progress, evidence: (text) => evidence.push(text) });
        finish(true);
        return result;
      } catch (error) {
        evidence.push(error instanceof Error ? error.message : String(error));
        finish(false);
        throw error;
      }
    },
  };
}
