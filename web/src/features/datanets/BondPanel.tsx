import { Link } from "react-router";
import { useExitBond, usePostBond } from "../../data/entities/useBond.ts";
import type { DatanetRecord } from "../../data/entities/useDatanets.ts";
import { useThresholds } from "../../data/entities/useThresholds.ts";
import { useDraft } from "../../data/useDraft.ts";
import { useLacks, useWallet } from "../../data/wallet/useWallet.ts";
import { asy, duration, exactAmount, parseAmount } from "../../ui/format.ts";
import { Amount, Badge, DraftNote, Facts, Section, TextField } from "../../ui/index.ts";
import { AccountLink } from "../names/index.ts";
import { WriteAction } from "../wallet/index.ts";

/** The custodian's bond: each running round binds a part, and without enough of it no round opens. */
export function BondPanel({ datanet }: { datanet: DatanetRecord }) {
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
      note="Every running round binds a part of it. If the custodian posts no usable keys, that part goes to the treasury."
      aside={
        rounds !== undefined && (
          <Badge tone={rounds > 0 ? "good" : "warn"}>{rounds > 0 ? "rounds can open" : "no round can open"}</Badge>
        )
      }
    >
      <div className={isCustodian ? "halves" : "stack"}>
        <Facts
          items={[
            ["Custodian", <AccountLink key="c" address={datanet.custodian} />],
            ["Put down", <Amount key="t" wei={total} />],
            ["Bound by running rounds", <Amount key="b" wei={datanet.boundBond} />],
            ["Free", <Amount key="f" wei={free} />],
            ["Needed to open a round", needed === undefined ? "…" : <Amount key="n" wei={needed} />],
            ["More rounds that can open", rounds === undefined ? "…" : words(rounds)],
            ["Cut so far", <Amount key="x" wei={datanet.cutBond} />],
          ]}
        />
        {isCustodian && <BondForm datanet={datanet} free={free} suggested={needed ?? 0n} />}
      </div>
    </Section>
  );
}

const words = (rounds: number): string => (Number.isFinite(rounds) ? String(rounds) : "any number: no bond is needed");

function BondForm({ datanet, free, suggested }: { datanet: DatanetRecord; free: bigint; suggested: bigint }) {
  const draft = useDraft(`bond-${datanet.id}`, exactAmount(suggested));
  const cooldown = useThresholds().data?.paramSets[0]?.unstakeCooldown;
  const lacks = useLacks();
  const post = usePostBond(datanet.id);
  const exit = useExitBond(datanet.id);
  const wei = parseAmount(draft.value);
  const notANumber = wei === undefined && "The amount is not a number.";
  const nothing = wei === 0n && "Write an amount above 0.";
  const price = wei === undefined ? "" : ` ${asy(wei)}`;
  return (
    <div className="stack">
      <TextField
        label="Amount"
        value={draft.value}
        onChange={draft.set}
        inputMode="decimal"
        help="In ASY."
        error={wei === undefined ? "Write an amount such as 100." : undefined}
      />
      <DraftNote draft={draft} />
      <WriteAction
        label={`Post bond${price}`}
        write={post}
        onPress={() => wei !== undefined && void post.run(wei).then((done) => done && draft.discard())}
        blocks={[notANumber, nothing, lacks(wei) && "This account holds less than that."]}
      />
      <WriteAction
        label={`Take out${price}`}
        variant="plain"
        write={exit}
        onPress={() => wei !== undefined && void exit.run(wei)}
        blocks={[
          notANumber,
          nothing,
          wei !== undefined && wei > free && `Only ${asy(free)} is free; running rounds bind the rest.`,
        ]}
      />
      <p className="small muted">
        You can take out what no round binds. It is yours again{" "}
        {cooldown === undefined ? "after a waiting time" : `${duration(Number(cooldown))} later`}: withdraw it on{" "}
        <Link to="/stake">Stake</Link>.
      </p>
    </div>
  );
}
