import type { Side } from "./sides.ts";
import type { Message, Turn } from "./types.ts";

/** Exchanges about nothing in particular: put before a question they show whether a model keeps to its task. */
const SMALL_TALK: readonly [asked: string, answered: string][] = [
  ["Is it still raining where you are?", "I can't see outside, but I hope it stays dry."],
  ["What rhymes with table?", "Cable."],
  ["Tell me a number between one and ten.", "Six."],
  ["Do cats sleep a lot?", "Yes, often more than twelve hours a day."],
];

/** How many exchanges of small talk can be put first. */
export const TALK_CHOICES = [0, 2, SMALL_TALK.length] as const;

/** The conversation one side has seen: its own first answers. */
function historyOf(turns: Turn[], side: Side): Message[] {
  return turns.flatMap((turn): Message[] => {
    const answer = turn[side][0];
    return answer?.state === "done"
      ? [
          { role: "user", content: turn.question },
          { role: "assistant", content: answer.text },
        ]
      : [];
  });
}

/** What is sent for a question: small talk first, then what was said here, then the question. */
export function messagesFor(question: string, side: Side, context: { talk: number; turns: Turn[] }): Message[] {
  const talk = SMALL_TALK.slice(0, context.talk).flatMap(([asked, answered]): Message[] => [
    { role: "user", content: asked },
    { role: "assistant", content: answered },
  ]);
  return [...talk, ...historyOf(context.turns, side), { role: "user", content: question }];
}
