import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import type { Address } from "viem";
import { useConfig, useNameOf } from "../../data/config.ts";
import { useBalanceOf } from "../../data/wallet/useWallet.ts";
import { shortHex } from "../../ui/format.ts";
import { Amount, CopyButton, Empty, Facts, Moment, Page, QueryView, Section } from "../../ui/index.ts";
import { ActivityFeed } from "../activity/index.ts";
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
      <QueryView query={query}>
        {(data) => (
          <div className="halves">
            <Facts
              items={[
                ["Balance", balance.data === undefined ? "…" : <Amount key="b" wei={balance.data} />],
                ["Rewards claimed", <Amount key="r" wei={data.account?.rewardsClaimed ?? "0"} />],
                ["Owed by rounds", <Amount key="c" wei={data.account?.credit ?? "0"} />],
                [
                  "Owed by judges",
                  <Amount
                    key="j"
                    wei={(data.account?.judgeCredits ?? []).reduce((sum, { amount }) => sum + BigInt(amount), 0n)}
                  />,
                ],
                ["Owed by reward epochs", <Amount key="e" wei={data.account?.rewardCredit ?? "0"} />],
                [
                  "Stake and bonds leaving",
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
      <Section title="What happened">
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
    return <Empty>No role yet: no datanet, model, seat or channel.</Empty>;
  return (
    <Facts
      items={[
        [
          "Curates",
          account?.datanets.length
            ? account.datanets.map((one) => (
                <Link key={one.id} to={`/datanets/${one.id}`}>
                  datanet {one.id}{" "}
                </Link>
              ))
            : "nothing",
        ],
        [
          "Published",
          account?.models.length
            ? account.models.map((one) => (
                <Link key={one.id} to={`/models/${one.id}`}>
                  model {one.id}{" "}
                </Link>
              ))
            : "nothing",
        ],
        [
          "Evaluates",
          evaluator
            ? `${evaluator.nextUnits} units, ${evaluator.revealedCount} results of ${evaluator.seatCount} seats drawn`
            : "no",
        ],
        ...(evaluator && BigInt(evaluator.debt) > 0n
          ? [["Charged and not paid", <Amount key="d" wei={evaluator.debt} />] as [string, ReactNode]]
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
