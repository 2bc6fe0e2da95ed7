import type { Outbox } from "./outbox.ts";

/**
 * The outbox for calls that may fail by their moment alone: a draw that fell into an epoch's first block, a proof in the
 * block of its announcement, a step that somebody else took in between. A transaction that reverted on chain had no
 * effect, so its intent is sent again under the next number. Only for calls the contract takes once, whoever repeats them.
 */
export function retryReverted(outbox: Outbox): Outbox {
  const current = (key: string): string => {
    for (let attempt = 0; ; attempt++) {
      const numbered = attempt === 0 ? key : `${key}#${attempt}`;
      if (outbox.stateOf(numbered) !== "reverted") return numbered;
    }
  };
  return {
    ...outbox,
    send: (intent) => outbox.send({ ...intent, key: current(intent.key) }),
    call: (key, call) => outbox.call(current(key), call),
    stateOf: (key) => outbox.stateOf(current(key)),
  };
}
