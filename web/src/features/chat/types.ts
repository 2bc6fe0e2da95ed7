export interface Message {
  role: "user" | "assistant";
  content: string;
}

/** One answer as it grows. */
export interface Answer {
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
