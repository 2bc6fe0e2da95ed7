import * as calls from "@assay/sdk/calls";
import { forAll } from "../../platform/eachItem.ts";
import type { DutyContext } from "./context.ts";
import type { JudgeBook } from "./judgeView.ts";

/** Fetches what the judges owe this identity: bonds, jurors' pay, the bond of an answered demand. */
export async function withdrawJudgeCredits({ identity, judges }: DutyContext): Promise<void> {
  const { outbox, deployment, duties, address, log } = identity;
  const withdrawals = {
    availability: calls.availability.withdrawCredit(deployment),
    challenges: calls.challenges.withdrawCredit(deployment),
    jury: calls.jury.withdrawCredit(deployment),
  };
  const withdraw = async ([book, withdrawal]: [JudgeBook, calls.ContractCall]): Promise<void> => {
    const amount = await judges.credit(book, address);
    if (amount === 0n) return;
    const counter = `withdrawn:${book}`;
    const count = Number((await duties.duty(counter))?.state ?? "0");
    // Numbered: a kill between the transaction and its count sends nothing twice and only counts again.
    await outbox.call(`withdraw-${book}:${count}`, withdrawal);
    await duties.setDuty({ key: counter, roundId: 0n, state: String(count + 1), detail: "{}" });
    log.info("judge_credit_withdrawn", { book, amount });
  };
  await forAll(Object.entries(withdrawals) as [JudgeBook, calls.ContractCall][], withdraw);
}
