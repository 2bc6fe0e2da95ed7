import { firstNotOver } from "./numbering.ts";
import type { Outbox } from "./outbox.ts";

/**
 * The outbox for calls that may fail by their moment alone: a draw that fell into an epoch's first block, a proof in the
 * block of its announcement, a step that somebody else took in between. A transaction that reverted on chain or was
 * cancelled had no effect, so its intent is sent again under the next number. Only for calls the contract takes once,
 * whoever repeats them.
 */
export function resending(outbox: Outbox): Outbox {
  const current = (key: string): Promise<string> =>
    firstNotOver(key, async (numbered) => {
      const state = await outbox.stateOf(numbered);
      return state === "reverted" || state === "cancelled";
    });
  return {
    ...outbox,
    send: async (intent) => outbox.send({ ...intent, key: await current(intent.key) }),
    call: async (key, call, terms) => outbox.call(await current(key), call, terms),
    stateOf: async (key) => outbox.stateOf(await current(key)),
    isSettled: async (key) => outbox.isSettled(await current(key)),
  };
}
