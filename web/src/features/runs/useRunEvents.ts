import { useEffect, useState } from "react";
import type { RunEvent } from "../../data/live/messages.ts";
import { useLiveClient } from "../../data/live/useLive.ts";

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
/** A replay of hundreds of steps must not render hundreds of times. */
const FLUSH_MS = 250;

/** Follows a run's events from its beginning. */
export function useRunEvents(id: string): RunHistory {
  const live = useLiveClient();
  const [history, setHistory] = useState<RunHistory>(EMPTY);
  useEffect(() => {
    setHistory(EMPTY);
    let waiting: RunEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      const batch = waiting;
      waiting = [];
      setHistory((last) => batch.reduce(withEvent, last));
    };
    const stop = live.run(id, (events) => {
      waiting.push(...events);
      timer ??= setTimeout(flush, FLUSH_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [id, live]);
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
