import type { ReactNode } from "react";
import { useParams } from "react-router";
import type { Address } from "viem";
import { useConfig, useNameOf } from "../../data/config.ts";
import { useDatanetPages } from "../../data/entities/useDatanets.ts";
import { useModelPages } from "../../data/entities/useModels.ts";
import { useBalanceOf } from "../../data/wallet/useWallet.ts";
import { count, shortHex } from "../../ui/format.ts";
import { Amount, CopyButton, Empty, Facts, Moment, Page, QueryView, Section } from "../../ui/index.ts";
import { ActivityFeed } from "../activity/index.ts";
import { DatanetCards } from "../datanets/index.ts";
import { ModelTable } from "../models/index.ts";
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
      {query.data?.account && query.data.account.datanetCount > 0 && (
        <Curated address={address} total={query.data.account.datanetCount} />
      )}
      {query.data?.account && query.data.account.modelCount > 0 && (
        <Published address={address} total={query.data.account.modelCount} />
      )}
      <Section title="What it did">
        <ActivityFeed
          where={{ or: [{ actor: address.toLowerCase() }, { counterparty: address.toLowerCase() }] }}
          empty="This address has done nothing here yet."
        />
      </Section>
    </Page>
  );
}

/** As many of a kind as an index lists inside another answer. */
const MOST = 1000;

const things = (n: number | undefined, what: string): string =>
  n ? `${count(n)} ${what}${n === 1 ? "" : "s"}` : "nothing";

/** The datanets an account curates; nothing where there are none. */
function Curated({ address, total }: { address: string; total: number }) {
  const pages = useDatanetPages({ curator: address.toLowerCase() }, total);
  return (
    <Section title="Datanets it curates">
      <DatanetCards label="Datanets of this account" pages={pages} empty={<Empty>It curates no datanet now.</Empty>} />
    </Section>
  );
}

/** The models an account published. */
function Published({ address, total }: { address: string; total: number }) {
  const pages = useModelPages({ publisher: address.toLowerCase() }, total);
  return (
    <Section title="Models it published">
      <ModelTable label="Models of this account" pages={pages} empty={<Empty>It published no model.</Empty>} />
    </Section>
  );
}

function Roles({ data }: { data: AccountRecord }) {
  const { account, evaluator } = data;
  if (!account?.datanetCount && !account?.modelCount && !evaluator && data.channels.length === 0)
    return <Empty>No role yet: it has no datanet, model, stake or payment channel.</Empty>;
  return (
    <Facts
      items={[
        ["Curates", things(account?.datanetCount, "datanet")],
        ["Published", things(account?.modelCount, "model")],
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
            ? `${data.channels.length === MOST ? "at least " : ""}${things(data.channels.length, "channel")}`
            : "no channel",
        ],
      ]}
    />
  );
}
