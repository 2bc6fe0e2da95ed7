import type { Outbox } from "./outbox.ts";

/**
 * The outbox for calls that may fail by their moment alone: a draw that fell into an epoch's first block, a proof in the
 * block of its announcement, a step that somebody else took in between. A transaction that reverted on chain had no
 * effect, so its intent is sent again under the next number. Only for calls the contract takes once, whoever repeats them.
 */
export function retryReverted(outbox: Outbox): Outbox {
  const current = async (key: string): Promise<string> => {
    for (let attempt = 0; ; attempt++) {
      const numbered = attempt === 0 ? key : `${key}#${attempt}`;
      if ((await outbox.stateOf(numbered)) !== "reverted") return numbered;
    }
  };
  return {
    ...outbox,
    send: async (intent) => outbox.send({ ...intent, key: await current(intent.key) }),
    call: async (key, to, call) => outbox.call(await current(key), to, call),
    stateOf: async (key) => outbox.stateOf(await current(key)),
  };
}
