import { encodeAbiParameters, type Hex, hexToBigInt, keccak256 } from "viem";

const MAX_TRIES = 64;

interface Staker {
  staked: number;
  locked: number;
  leaving: number;
  /** weight in the running epoch: what was staked and not leaving when it began */
  counted: number;
}

/**
 * Stake and sortition as protocol.md describes them, without a tree: units stand in a line in the order of staker ids, and
 * a pick walks along it. Shares no code and no data structure with contracts/stake, so that the two can be compared.
 */
export class SortitionModel {
  readonly #stakers: Staker[] = [];

  /** The staker with this id, from 1. */
  staker(id: number): Readonly<Staker> {
    return this.#at(id);
  }

  get size(): number {
    return this.#stakers.length;
  }

  get total(): number {
    return this.#stakers.reduce((sum, staker) => sum + staker.counted, 0);
  }

  /** A first stake; ids are given in order. */
  join(units: number): number {
    return this.#stakers.push({ staked: units, locked: 0, leaving: 0, counted: 0 });
  }

  stake(id: number, units: number): void {
    this.#at(id).staked += units;
  }

  free(id: number): number {
    const { staked, locked, leaving } = this.#at(id);
    return Math.max(0, staked - locked - leaving);
  }

  unstake(id: number, units: number): void {
    this.#at(id).leaving += units;
  }

  passEpoch(): void {
    for (const staker of this.#stakers) staker.counted = staker.staked - staker.leaving;
  }

  release(ids: readonly number[]): void {
    for (const id of ids) this.#at(id).locked--;
  }

  slash(id: number): void {
    const staker = this.#at(id);
    staker.locked--;
    staker.staked--;
    staker.leaving = Math.min(staker.leaving, staker.staked);
  }

  /** Draws and locks `count` seats; undefined, with nothing locked, when a seat finds no free unit. */
  draw(seed: Hex, count: number, barred: readonly number[]): number[] | undefined {
    const drawn: number[] = [];
    const total = this.total;
    for (let seat = 0; seat < count; seat++) {
      const id = this.#pick(seed, seat, barred, total);
      if (id === undefined) {
        this.release(drawn);
        return undefined;
      }
      this.#at(id).locked++;
      drawn.push(id);
    }
    return drawn;
  }

  #pick(seed: Hex, seat: number, barred: readonly number[], total: number): number | undefined {
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      const words = [seed, BigInt(seat), BigInt(attempt)] as const;
      const hash = keccak256(
        encodeAbiParameters([{ type: "bytes32" }, { type: "uint256" }, { type: "uint256" }], words),
      );
      const { id, offset } = this.#find(Number(hexToBigInt(hash) % BigInt(total)));
      const { locked, staked } = this.#at(id);
      if (offset >= locked && offset < staked && !barred.includes(id)) return id;
    }
    return undefined;
  }

  #find(unit: number): { id: number; offset: number } {
    let before = 0;
    for (const [index, { counted }] of this.#stakers.entries()) {
      if (unit < before + counted) return { id: index + 1, offset: unit - before };
      before += counted;
    }
    throw new RangeError(`Unit ${unit} of ${before}.`);
  }

  #at(id: number): Staker {
    const staker = this.#stakers[id - 1];
    if (staker === undefined) throw new RangeError(`No staker ${id}.`);
    return staker;
  }
}
