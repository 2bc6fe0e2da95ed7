import type { Address } from "viem";
import type { Contribution, StoredRow } from "./contributionStore.ts";

/** How long uploaded rows wait in memory for their signature. */
export const OFFER_LIFE_MS = 60 * 60 * 1000;
/** Characters of text that all waiting uploads may hold together; the oldest go first. */
const MOST_CHARACTERS = 128 * 1024 * 1024;

/** An upload that its contributor has not signed. */
export interface Offer {
  contribution: Contribution;
  rows: StoredRow[];
  findings: unknown;
}

export interface OffersOptions {
  /** milliseconds */
  now: () => number;
  lifeMs?: number;
  mostCharacters?: number;
}

/**
 * Uploads that wait for a signature. They are only in memory, so that nothing of them is kept without one: each goes
 * when it is signed, cancelled or too old, and when the role stops.
 */
export function createOffers({ now, lifeMs = OFFER_LIFE_MS, mostCharacters = MOST_CHARACTERS }: OffersOptions) {
  const offers = new Map<string, Offer & { until: number; size: number }>();
  let held = 0;

  const remove = (id: string): boolean => {
    held -= offers.get(id)?.size ?? 0;
    return offers.delete(id);
  };
  const expire = (): void => {
    for (const [id, { until }] of offers) if (until <= now()) remove(id);
  };

  return {
    add(offer: Offer): void {
      expire();
      const size = offer.rows.reduce(
        (sum, { text, label, group }) => sum + text.length + label.length + group.length,
        0,
      );
      offers.set(offer.contribution.id, { ...offer, until: now() + lifeMs, size });
      held += size;
      // A Map keeps the order in which its entries came.
      for (const id of offers.keys()) {
        if (held <= mostCharacters || id === offer.contribution.id) break;
        remove(id);
      }
    },
    get(id: string): Offer | undefined {
      expire();
      return offers.get(id);
    },
    /** Forgets an upload; false when there is none. */
    remove,
    /** Forgets what waited too long. */
    expire,
    /** Highest nonce among a contributor's waiting uploads to a datanet; 0 when none waits. */
    lastNonce(datanetId: bigint, contributor: Address): bigint {
      let highest = 0n;
      for (const { contribution } of offers.values())
        if (contribution.datanetId === datanetId && contribution.contributor === contributor)
          if (contribution.nonce > highest) highest = contribution.nonce;
      return highest;
    },
    get size(): number {
      return offers.size;
    },
  };
}

export type Offers = ReturnType<typeof createOffers>;
