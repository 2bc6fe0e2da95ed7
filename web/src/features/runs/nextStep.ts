/** What a finished run's one primary button does. */
export type NextStep = "rehearse" | "wait" | "register" | "improve" | "chat" | "open";

export interface Standing {
  isRegistered: boolean;
  /** Nothing can be rehearsed: too few validation rows. */
  isBlocked: boolean;
  isRehearsing: boolean;
  /** Whether the newest forecast is more likely than not to pass; undefined before a rehearsal. */
  promising: boolean | undefined;
}

export function nextStep({ isRegistered, isBlocked, isRehearsing, promising }: Standing): NextStep {
  if (isRegistered) return "open";
  if (isRehearsing) return "wait";
  if (promising !== undefined) return promising ? "register" : "improve";
  return isBlocked ? "chat" : "rehearse";
}
