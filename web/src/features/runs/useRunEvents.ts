import { useEffect, useState } from "react";

/** One line of a run's history, as the worker wrote it. */
interface RunEvent {
  id: number;
  type: string;
  step?: number;
  steps?: number;
  loss?: number;
  secondsLeft?: number;
  text?: string;
  label?: string;
  answer?: string;
}

/** A held-out message as the model answered it at a step. */
export interface Sample {
  step: number;
  text: string;
  answer: string;
  label: string;
}

export interface RunHistory {
  points: { step: number; loss: number }[];
  heldOut: { step: number; loss: number }[];
  samples: Sample[];
  step: number;
  steps: number;
  secondsLeft: number | undefined;
  lastId: number;
}

const EMPTY: RunHistory = {
  points: [],
  heldOut: [],
  samples: [],
  step: 0,
  steps: 0,
  secondsLeft: undefined,
  lastId: 0,
};
const TYPES = ["stage", "step", "validation", "sample", "done", "finished"];

/** Follows a run's events from its beginning; a broken stream resumes where it stopped. */
export function useRunEvents(id: string): RunHistory {
  const [history, setHistory] = useState<RunHistory>(EMPTY);
  useEffect(() => {
    setHistory(EMPTY);
    const stream = new EventSource(`/api/trainer/jobs/${id}/events`);
    let waiting: RunEvent[] = [];
    const read = (message: MessageEvent<string>) => {
      const event = JSON.parse(message.data) as RunEvent;
      waiting.push({ ...event, id: Number(message.lastEventId) });
      if (event.type === "finished") stream.close();
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
  const step = event.step ?? history.step;
  const next = {
    ...history,
    lastId: event.id,
    step,
    steps: event.steps ?? history.steps,
    secondsLeft: event.secondsLeft ?? history.secondsLeft,
  };
  if (event.type === "step" && event.loss !== undefined) next.points = [...history.points, { step, loss: event.loss }];
  if (event.type === "validation" && event.loss !== undefined)
    next.heldOut = [...history.heldOut, { step, loss: event.loss }];
  if (event.type === "sample")
    next.samples = [
      { step, text: event.text ?? "", answer: event.answer ?? "", label: event.label ?? "" },
      ...history.samples,
    ];
  return next;
}
