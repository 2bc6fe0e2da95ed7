import { useState } from "react";
import { useNameOf } from "../../data/config.ts";
import { useExitBond, usePostBond } from "../../data/entities/useBond.ts";
import type { DatanetRecord } from "../../data/entities/useDatanets.ts";
import { useThresholds } from "../../data/entities/useThresholds.ts";
import { useLacks, useWallet } from "../../data/wallet/useWallet.ts";
import { exactAmount, parseAmount } from "../../ui/format.ts";
import { AddressLink, Amount, Badge, Facts, Section, TextField } from "../../ui/index.ts";
import { WriteAction } from "../wallet/index.ts";

/** The custodian's bond: each running round binds a part, and without enough of it no round opens. */
export function BondPanel({ datanet }: { datanet: DatanetRecord }) {
  const nameOf = useNameOf();
  const wallet = useWallet();
  const custodianBond = useThresholds().data?.paramSets[0]?.custodianBond;
  const needed = custodianBond === undefined ? undefined : BigInt(custodianBond);
  const total = BigInt(datanet.bond);
  const free = total - BigInt(datanet.boundBond);
  const rounds = needed === undefined ? undefined : needed === 0n ? Number.POSITIVE_INFINITY : Number(free / needed);
  const isCustodian = wallet.address?.toLowerCase() === datanet.custodian.toLowerCase();
  return (
    <Section
      title="Custodian's bond"
      note="Every running round binds a part of it. Where the custodian posts no usable keys, that part goes to the treasury."
      aside={
        rounds !== undefined && (
          <Badge tone={rounds > 0 ? "good" : "warn"}>{rounds > 0 ? "rounds can open" : "no round can open"}</Badge>
        )
      }
    >
      <div className={isCustodian ? "halves" : "stack"}>
        <Facts
          items={[
            ["Custodian", <AddressLink key="c" address={datanet.custodian} name={nameOf(datanet.custodian)} />],
            ["Put down", <Amount key="t" wei={total} />],
            ["Bound by running rounds", <Amount key="b" wei={datanet.boundBond} />],
            ["Free", <Amount key="f" wei={free} />],
            ["Needed to open a round", needed === undefined ? "…" : <Amount key="n" wei={needed} />],
            ["Rounds that can run beside the present ones", rounds === undefined ? "…" : words(rounds)],
            ["Cut so far", <Amount key="x" wei={datanet.cutBond} />],
          ]}
        />
        {isCustodian && <BondForm datanet={datanet} free={free} suggested={needed ?? 0n} />}
      </div>
    </Section>
  );
}

const words = (rounds: number): string => (Number.isFinite(rounds) ? String(rounds) : "any number: none is asked");

function BondForm({ datanet, free, suggested }: { datanet: DatanetRecord; free: bigint; suggested: bigint }) {
  const [typed, setTyped] = useState<string>();
  const lacks = useLacks();
  const post = usePostBond(datanet.id);
  const exit = useExitBond(datanet.id);
  const amount = typed ?? exactAmount(suggested);
  const wei = parseAmount(amount);
  const notANumber = wei === undefined && "The amount is not a number.";
  const nothing = wei === 0n && "Write more than nothing.";
  return (
    <div className="stack">
      <TextField
        label="Amount"
        value={amount}
        onChange={setTyped}
        inputMode="decimal"
        help="ASY. What you take out cools down first."
        error={wei === undefined ? "Write an amount such as 100." : undefined}
      />
      <WriteAction
        label="Post bond"
        write={post}
        onPress={() => wei !== undefined && void post.run(wei)}
        blocks={[notANumber, nothing, lacks(wei) && "This account holds less than that."]}
      />
      <WriteAction
        label="Take out"
        variant="plain"
        write={exit}
        onPress={() => wei !== undefined && void exit.run(wei)}
        blocks={[notANumber, nothing, wei !== undefined && wei > free && "Running rounds bind the rest."]}
      />
    </div>
  );
}
