import { leafChallengesAbi } from "@assay/sdk/abi";
import type { Address } from "viem";
import type { DutyContext } from "./context.ts";

/** Fetches what the judges owe this identity: bonds, jurors' pay, the bond of an answered demand. */
export async function withdrawJudgeCredits({ identity, judges }: DutyContext): Promise<void> {
  const { outbox, deployment, duties, address, log } = identity;
  const { availability, challenges, jury } = deployment.addresses;
  for (const [name, book] of Object.entries({ availability, challenges, jury }) as [string, Address][]) {
    const amount = await judges.credit(book, address);
    if (amount === 0n) continue;
    const counter = `withdrawn:${name}`;
    const count = Number((await duties.duty(counter))?.state ?? "0");
    // Numbered: a kill between the transaction and its count sends nothing twice and only counts again.
    await outbox.call(`withdraw-${name}:${count}`, book, { abi: leafChallengesAbi, functionName: "withdrawCredit" });
    await duties.setDuty({ key: counter, roundId: 0n, state: String(count + 1), detail: "{}" });
    log.info("judge_credit_withdrawn", { book: name, amount });
  }
}
