import { useEffect, useState } from "react";

/** One line of a run's history, as the worker wrote it. */
interface RunEvent {
  id: number;
  type: string;
  step?: number;
  steps?: number;
  loss?: number;
  secondsLeft?: number;
  stage?: string;
  message?: string;
  heldOutLoss?: number;
  validationLoss?: number;
  samples?: Sample[];
  text?: string;
  answer?: string;
  label?: string;
  expected?: string;
}

export interface Sample {
  text: string;
  answer: string;
  label?: string;
}

export interface RunHistory {
  points: { step: number; loss: number }[];
  heldOut: { step: number; loss: number }[];
  /** Newest answer to each sample question, and at which step it was given. */
  samples: Map<string, Sample & { step: number; before?: string }>;
  step: number;
  steps: number;
  secondsLeft: number | undefined;
  lastId: number;
}

const EMPTY: RunHistory = { points: [], heldOut: [], samples: new Map(), step: 0, steps: 0, secondsLeft: undefined, lastId: 0 };
const TYPES = ["stage", "step", "validation", "sample", "done"];

/** Follows a run's events from its beginning; a broken stream resumes where it stopped. */
export function useRunEvents(id: string): RunHistory {
  const [history, setHistory] = useState<RunHistory>(EMPTY);
  useEffect(() => {
    setHistory(EMPTY);
    const stream = new EventSource(`/api/trainer/jobs/${id}/events`);
    let waiting: RunEvent[] = [];
    const read = (message: MessageEvent<string>) => {
      const raw = JSON.parse(message.data) as RunEvent & { event?: RunEvent };
      const event = raw.event ? { ...raw.event, id: raw.id } : raw;
      waiting.push({ ...event, type: event.type ?? message.type, id: event.id ?? Number(message.lastEventId) });
      if (event.type === "done") stream.close();
    };
    // A replay of hundreds of steps must not render hundreds of times.
    const flush = setInterval(() => {
      if (waiting.length === 0) return;
      const batch = waiting;
      waiting = [];
      setHistory((last) => batch.reduce(withEvent, last));
    }, 250);
    stream.onmessage = read;
    for (const type of TYPES) stream.addEventListener(type, read as (event: Event) => void);
    return () => {
      stream.close();
      clearInterval(flush);
    };
  }, [id]);
  return history;
}

function withEvent(history: RunHistory, event: RunEvent): RunHistory {
  if (event.id <= history.lastId) return history;
  const next = { ...history, lastId: event.id, step: event.step ?? history.step, steps: event.steps ?? history.steps, secondsLeft: event.secondsLeft ?? history.secondsLeft };
  if (event.type === "step" && event.loss !== undefined) next.points = [...history.points, { step: next.step, loss: event.loss }];
  const heldOut = event.heldOutLoss ?? event.validationLoss ?? (event.type === "validation" ? event.loss : undefined);
  if (heldOut !== undefined) next.heldOut = [...history.heldOut, { step: next.step, loss: heldOut }];
  const samples = event.samples ?? (event.type === "sample" && event.text !== undefined ? [asSample(event)] : []);
  if (samples.length > 0) {
    next.samples = new Map(history.samples);
    for (const sample of samples) {
      const before = history.samples.get(sample.text)?.answer;
      next.samples.set(sample.text, { ...sample, step: next.step, ...(before === undefined ? {} : { before }) });
    }
  }
  return next;
}

function asSample(event: RunEvent): Sample {
  const label = event.label ?? event.expected;
  return { text: event.text ?? "", answer: event.answer ?? "", ...(label === undefined ? {} : { label }) };
}
