import { type Hex, hexToBytes, keccak256 } from "viem";
import type { ChainBlock, LogFilter } from "./types.ts";

const BLOOM_BYTES = 256;

/** Bits of a value in a bloom filter of 2048 (yellow paper, 4.3.1): three pairs of bytes of its hash. */
function bitsOf(value: Hex): { byte: number; mask: number }[] {
  const hash = hexToBytes(keccak256(value));
  return [0, 2, 4].map((at) => {
    const bit = (((hash[at] as number) << 8) | (hash[at + 1] as number)) & 2047;
    return { byte: BLOOM_BYTES - 1 - (bit >> 3), mask: 1 << (bit & 7) };
  });
}

/** Says of a block whether its bloom allows a log of these contracts: false is proof that there is none. */
export function bloomTest({ addresses, topics }: LogFilter): (block: ChainBlock) => boolean {
  const [addressBits, topicBits] = [addresses.map(bitsOf), topics.map(bitsOf)];
  return ({ logsBloom }) => {
    if (logsBloom === undefined || /^0x0*$/.test(logsBloom)) return false;
    const bloom = hexToBytes(logsBloom);
    const has = (bits: ReturnType<typeof bitsOf>) => bits.every(({ byte, mask }) => ((bloom[byte] ?? 0) & mask) !== 0);
    return addressBits.some(has) && topicBits.some(has);
  };
}
