/** An anvil, an RPC before it that misbehaves on demand, and outboxes of one account on it. For tests. */
import { type Address, numberToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { localAccount } from "../../../../../scripts/stack/chain.ts";
import { startAnvil } from "../../../../../test/support/anvil.ts";
import { startFaultyRpc } from "../../../../../test/support/faultyRpc.ts";
import { openDatabase } from "../../database.ts";
import { createLogger } from "../../log.ts";
import { createChainClient } from "../clients.ts";
import { outboxMigrations } from "../outbox/migrations.ts";
import { createOutbox } from "../outbox/outbox.ts";

export const CHAIN_ID = 31_337;
export const ACCOUNT = localAccount("deployer");
/** Whom the tests pay. */
export const TO: Address = "0x00000000000000000000000000000000000a55a1";

/** Blocks are final once two more stand on them. */
export async function startOutboxStage() {
  const anvil = await startAnvil(["--chain-id", String(CHAIN_ID), "--slots-in-an-epoch", "1"]);
  const rpc = await startFaultyRpc(anvil.rpcUrl);
  const direct = createChainClient({ chainId: CHAIN_ID, rpcUrl: anvil.rpcUrl });
  const client = createChainClient({ chainId: CHAIN_ID, rpcUrl: rpc.url });
  const account = privateKeyToAccount(ACCOUNT.privateKey);
  const ask = (method: string, ...params: unknown[]) => direct.request({ method, params } as never);

  /** An outbox over a database of its own unless a path is named; `events` are what it logged. */
  async function open(path = ":memory:") {
    const lines: { event: string; [field: string]: unknown }[] = [];
    const log = createLogger((line) => lines.push(JSON.parse(line)));
    const db = await openDatabase(path, outboxMigrations);
    const outbox = createOutbox({ db, client, account, log });
    return {
      db,
      outbox,
      lines,
      count: (event: string): number => lines.filter((line) => line.event === event).length,
      async close() {
        await outbox.close();
        await db.close();
      },
    };
  }

  return {
    anvil,
    rpc,
    direct,
    account,
    open,
    paid: () => direct.getBalance({ address: TO }),
    mine: (blocks = 1) => ask("anvil_mine", numberToHex(blocks)),
    setAutomine: (isOn: boolean) => ask("evm_setAutomine", isOn),
    setBaseFee: (wei: bigint) => ask("anvil_setNextBlockBaseFeePerGas", numberToHex(wei)),
    ask,
    async close() {
      await rpc.close();
      await anvil.close();
    },
  };
}

export type OutboxStage = Awaited<ReturnType<typeof startOutboxStage>>;
