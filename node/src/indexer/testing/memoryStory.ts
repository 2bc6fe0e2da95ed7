import { CONTRACTS } from "@assay/sdk/deployment";
import { type Abi, encodeAbiParameters, encodeEventTopics, type Hex } from "viem";
import { CURATOR, CUSTODIAN, HASH } from "./cast.ts";
import type { MemoryLog, Tally } from "./memoryChain.ts";
import { type Random, upTo } from "./memoryFaults.ts";
import { emitterAddress, readAbi } from "./protocolChain.ts";

/** The logs of a branch's next block: none, or datanets and versions whose content no other branch has. */
export function memoryStory(random: Random): (tally: Tally) => { logs: MemoryLog[]; tally: Tally } {
  const contract = CONTRACTS.datanets;
  const abi = readAbi(contract);
  let made = 0;

  const logOf = (eventName: string, args: Readonly<Record<string, unknown>>): MemoryLog => {
    const event = abi.find((item) => item.type === "event" && item.name === eventName);
    if (event?.type !== "event") throw new Error(`The ABI has no event ${eventName}.`);
    const plain = event.inputs.filter(({ indexed }) => indexed !== true);
    return {
      address: emitterAddress(contract),
      topics: encodeEventTopics({ abi: abi as Abi, eventName, args }) as Hex[],
      data: encodeAbiParameters(
        plain,
        plain.map(({ name }) => args[name ?? ""]),
      ),
    };
  };
  const datanet = (id: number): MemoryLog =>
    logOf("DatanetCreated", {
      datanetId: BigInt(id),
      curator: CURATOR,
      custodian: CUSTODIAN,
      metadataHash: HASH,
      metadataCid: `d${made}`,
    });
  const version = (datanetId: number, number: number): MemoryLog =>
    logOf("VersionPublished", {
      datanetId: BigInt(datanetId),
      version: number,
      epoch: 3,
      input: {
        rowsRoot: HASH,
        contributorsRoot: HASH,
        rowCount: made,
        contributorCount: 2,
        totalWeight: BigInt(made),
        manifestHash: HASH,
        manifestCid: `v${made}`,
      },
    });

  return ({ datanets, versions }) => {
    const logs: MemoryLog[] = [];
    for (let count = random() < 0.5 ? 0 : 1 + upTo(random, 3); count > 0; count--) {
      made += 1;
      if (datanets === 0 || random() < 0.4) logs.push(datanet(++datanets));
      else logs.push(version(1 + upTo(random, datanets), ++versions));
    }
    return { logs, tally: { datanets, versions } };
  };
}
