import type { OwnStake } from "./useStake.ts";

/** Whole units as a person types them; undefined when it is not a whole number above zero. */
export function parseUnits(text: string): bigint | undefined {
  const units = /^\d{1,9}$/.test(text.trim()) ? BigInt(text.trim()) : 0n;
  return units > 0n ? units : undefined;
}

type Held = Pick<OwnStake, "staked" | "locked" | "leaving">;

/** Units that count in draws from the next epoch on, if nothing changes until then. */
export const nextUnits = ({ staked, leaving }: Held): bigint => staked - leaving;

/** Units whose exit can begin: no seat has locked them and they do not leave already. */
export const freeUnits = ({ staked, locked, leaving }: Held): bigint =>
  staked > locked + leaving ? staked - locked - leaving : 0n;

/** Leaving units that no seat has locked: what withdraw takes once their time has come. */
export const withdrawableUnits = ({ staked, locked, leaving }: Held): bigint => {
  const unlocked = staked - locked;
  return leaving < unlocked ? leaving : unlocked;
};
