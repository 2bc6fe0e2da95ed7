import type { ReactNode } from "react";
import { useParams } from "react-router";
import type { Address } from "viem";
import { useConfig, useNameOf } from "../../data/config.ts";
import { useBalanceOf } from "../../data/wallet/useWallet.ts";
import { shortHex } from "../../ui/format.ts";
import { Amount, CopyButton, Empty, Facts, Moment, Page, QueryView, Section } from "../../ui/index.ts";
import { ActivityFeed } from "../activity/index.ts";
import { DatanetLink, ModelLink } from "../names/index.ts";
import { NameForm } from "./NameForm.tsx";
import { type AccountRecord, addressProblem, useAccountRecord } from "./useExplorer.ts";

export function AddressPage() {
  const { address = "" } = useParams();
  const problem = addressProblem(address);
  if (!problem) return <Account address={address} />;
  return (
    <Page question="Who is this, and what have they done?" title="No such address">
      <Empty>{problem}</Empty>
    </Page>
  );
}

function Account({ address }: { address: string }) {
  const nameOf = useNameOf();
  const { deployment } = useConfig();
  const contract = Object.entries(deployment.addresses).find(
    ([, one]) => one.toLowerCase() === address.toLowerCase(),
  )?.[0];
  const query = useAccountRecord(address);
  const balance = useBalanceOf(address as Address);
  return (
    <Page
      question="Who is this, and what have they done?"
      title={nameOf(address) ?? (contract ? `Contract: ${contract}` : shortHex(address))}
    >
      <p className="row">
        <code className="break">{address}</code>
        <CopyButton text={address} label={`Copy address ${address}`} />
      </p>
      <NameForm address={address} />
      <QueryView query={query}>
        {(data) => (
          <div className="halves">
            <Facts
              items={[
                ["Balance", balance.data === undefined ? "…" : <Amount key="b" wei={balance.data} />],
                ["Rewards claimed", <Amount key="r" wei={data.account?.rewardsClaimed ?? "0"} />],
                ["Owed by rounds", <Amount key="c" wei={data.account?.credit ?? "0"} />],
                [
                  "Owed by juries and challenges",
                  <Amount
                    key="j"
                    wei={(data.account?.judgeCredits ?? []).reduce((sum, { amount }) => sum + BigInt(amount), 0n)}
                  />,
                ],
                ["Owed by reward epochs", <Amount key="e" wei={data.account?.rewardCredit ?? "0"} />],
                [
                  "Stake and bonds on their way out",
                  BigInt(data.account?.exiting ?? 0) > 0n ? (
                    <span key="x" className="row">
                      <Amount wei={data.account?.exiting ?? "0"} /> <Moment at={data.account?.exitAvailableAt ?? "0"} />
                    </span>
                  ) : (
                    "nothing"
                  ),
                ],
                ["First seen", data.account ? <Moment key="f" at={data.account.firstSeenAt} /> : "never on chain"],
              ]}
            />
            <Roles data={data} />
          </div>
        )}
      </QueryView>
      <Section title="What it did">
        <ActivityFeed
          where={{ or: [{ actor: address.toLowerCase() }, { counterparty: address.toLowerCase() }] }}
          empty="This address has done nothing here yet."
        />
      </Section>
    </Page>
  );
}

function Roles({ data }: { data: AccountRecord }) {
  const { account, evaluator } = data;
  if (!account?.datanets.length && !account?.models.length && !evaluator && data.channels.length === 0)
    return <Empty>No role yet: it has no datanet, model, stake or payment channel.</Empty>;
  return (
    <Facts
      items={[
        [
          "Curates",
          account?.datanets.length
            ? account.datanets.map((one) => (
                <span key={one.id} className="block">
                  <DatanetLink id={one.id} withId />
                </span>
              ))
            : "nothing",
        ],
        [
          "Published",
          account?.models.length
            ? account.models.map((one) => (
                <span key={one.id} className="block">
                  <ModelLink id={one.id} withId />
                </span>
              ))
            : "nothing",
        ],
        [
          "Evaluates",
          evaluator
            ? `with ${evaluator.nextUnits} units; ${evaluator.revealedCount} results for ${evaluator.seatCount} seats`
            : "no",
        ],
        ...(evaluator && BigInt(evaluator.debt) > 0n
          ? [["Fees it still owes", <Amount key="d" wei={evaluator.debt} />] as [string, ReactNode]]
          : []),
        [
          "Pays through",
          data.channels.length > 0
            ? `${data.channels.length} channel${data.channels.length === 1 ? "" : "s"}`
            : "no channel",
        ],
      ]}
    />
  );
}
