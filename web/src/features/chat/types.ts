export interface Message {
  role: "user" | "assistant";
  content: string;
}

/** One answer as it grows. */
export interface Answer {
  /** Which of the askings this is, from 1. */
  asking: number;
  text: string;
  state: "waiting" | "streaming" | "done" | "failed";
  error?: string;
  seconds?: number;
}

/** A question and each side's answers to it (several when asked five times). */
export interface Turn {
  id: number;
  question: string;
  left: Answer[];
  right: Answer[];
}
