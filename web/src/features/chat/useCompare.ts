import { useRef, useState } from "react";
import { postStream, textOf } from "../../data/stream.ts";
import { useLock } from "../../data/useLock.ts";
import { messagesFor } from "./context.ts";
import { SIDES, type Side } from "./sides.ts";
import type { Answer, Message, Turn } from "./types.ts";

const ASK_AGAIN = 5;
const WARM = 0.7;

interface AskOptions {
  times: 1 | typeof ASK_AGAIN;
  keepContext: boolean;
  talk: number;
}

/** Asks two models the same thing and keeps their answers side by side. `source` is a job id or "base". */
export function useCompare(sources: Record<Side, string>) {
  const [turns, setTurns] = useState<Turn[]>([]);
  const [busy, setBusy] = useState(false);
  const counter = useRef(0);
  const once = useLock();

  const update = (id: number, side: Side, index: number, change: (last: Answer) => Answer) =>
    setTurns((last) =>
      last.map((turn) =>
        turn.id === id
          ? { ...turn, [side]: turn[side].map((answer, i) => (i === index ? change(answer) : answer)) }
          : turn,
      ),
    );

  const answer = async (id: number, side: Side, index: number, messages: Message[], temperature: number) => {
    const began = performance.now();
    try {
      const body = { jobId: sources[side], messages, temperature };
      for await (const event of postStream("/api/trainer/preview/chat", body)) {
        const piece = textOf(event);
        if (piece !== "") update(id, side, index, (last) => ({ ...last, state: "streaming", text: last.text + piece }));
      }
      update(id, side, index, (last) => ({ ...last, state: "done", seconds: (performance.now() - began) / 1000 }));
    } catch (error) {
      update(id, side, index, (last) => ({
        ...last,
        state: "failed",
        error: error instanceof Error ? error.message : String(error),
      }));
    }
  };

  const askNow = async (question: string, options: AskOptions) => {
    const id = ++counter.current;
    const blank = Array.from(
      { length: options.times },
      (_, i): Answer => ({ asking: i + 1, text: "", state: "waiting" }),
    );
    const context = { talk: options.talk, turns: options.keepContext ? turns : [] };
    setTurns((last) => [...last, { id, question, left: blank, right: blank }]);
    setBusy(true);
    const temperature = options.times === 1 ? 0 : WARM;
    for (let index = 0; index < options.times; index++) {
      const sides = SIDES.map((side) => answer(id, side, index, messagesFor(question, side, context), temperature));
      await Promise.all(sides);
    }
    setBusy(false);
  };

  /** What is asked while answers still come is ignored. */
  const ask = (question: string, options: AskOptions) => once(() => askNow(question, options));
  return { turns, busy, ask, clear: () => setTurns([]) };
}
