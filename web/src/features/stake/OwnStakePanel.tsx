import { useState } from "react";
import type { Address } from "viem";
import { useNameOf } from "../../data/config.ts";
import { useThresholds } from "../../data/entities/useThresholds.ts";
import { useLacks } from "../../data/wallet/useWallet.ts";
import { count } from "../../ui/format.ts";
import { AddressLink, Amount, Facts, Moment, QueryView, TextField, useNow } from "../../ui/index.ts";
import { WriteAction } from "../wallet/index.ts";
import { freeUnits, nextUnits, parseUnits, withdrawableUnits } from "./units.ts";
import { type OwnStake, useOwnStake, useStakeUnits, useUnstakeUnits, useWithdrawStake } from "./useStake.ts";

/** The connected account's units now and next, what leaves, what it owes, and the three things it can do. */
export function OwnStakePanel({ account }: { account: Address }) {
  const query = useOwnStake(account);
  const nameOf = useNameOf();
  return (
    <section className="panel" aria-label="Your stake">
      <h2>
        Stake of <AddressLink address={account} name={nameOf(account)} />
      </h2>
      <QueryView query={query} lines={6}>
        {(stake) => (
          <div className="halves">
            <Holding stake={stake} />
            <Moves stake={stake} />
          </div>
        )}
      </QueryView>
    </section>
  );
}

const units = (value: bigint): string => `${count(value)} unit${value === 1n ? "" : "s"}`;

function Holding({ stake }: { stake: OwnStake }) {
  const { exit, epoch } = stake;
  return (
    <Facts
      items={[
        ["At stake", units(stake.staked)],
        ["Count in draws now", `${count(stake.active)} of ${count(stake.totalActive)}, epoch ${epoch}`],
        [`From epoch ${epoch + 1} on`, units(nextUnits(stake))],
        ["Locked by duties", units(stake.locked)],
        ["Leaving", units(stake.leaving)],
        ["Model stake and bonds leaving", <Amount key="a" wei={exit.amount} />],
        [
          "Can be withdrawn",
          exit.amount > 0n || stake.leaving > 0n ? <Moment key="t" at={exit.availableAt} /> : "nothing is leaving",
        ],
        ["Charged and not paid", <Amount key="d" wei={exit.debt} />],
      ]}
    />
  );
}

function Moves({ stake }: { stake: OwnStake }) {
  const [typed, setTyped] = useState("1");
  const lacks = useLacks();
  const now = useNow() / 1000;
  const unit = useThresholds().data?.paramSets[0]?.stakeUnit;
  const add = useStakeUnits();
  const leave = useUnstakeUnits();
  const withdraw = useWithdrawStake();
  const chosen = parseUnits(typed);
  const free = freeUnits(stake);
  const hasKey = BigInt(stake.encryptionKey) !== 0n;
  const isEarly = Number(stake.exit.availableAt) > now;
  const stillCounts = stake.exit.effectiveEpoch > stake.epoch;
  const leaves = stake.exit.amount > 0n || (withdrawableUnits(stake) > 0n && !stillCounts);
  const price = unit !== undefined && chosen !== undefined ? BigInt(unit) * chosen : undefined;
  return (
    <div className="stack">
      <TextField
        label="Units"
        value={typed}
        onChange={setTyped}
        inputMode="decimal"
        help={
          price === undefined ? (
            "Whole units."
          ) : (
            <>
              Whole units; together <Amount wei={price} />.
            </>
          )
        }
        error={chosen === undefined ? "Write a whole number such as 3." : undefined}
      />
      <WriteAction
        label="Stake units"
        write={add}
        onPress={() => chosen !== undefined && void add.run(chosen)}
        blocks={[
          !hasKey && "Register as an evaluator first: the evaluator node does that with its encryption key.",
          chosen === undefined && "The number of units is not a whole number.",
          lacks(price) && "This account holds less than that.",
        ]}
      />
      <WriteAction
        label="Take units out"
        variant="plain"
        write={leave}
        onPress={() => chosen !== undefined && void leave.run(chosen)}
        blocks={[
          chosen === undefined && "The number of units is not a whole number.",
          free === 0n && "No unit is free: each is locked by a duty or leaves already.",
          chosen !== undefined && chosen > free && `Only ${units(free)} can start to leave.`,
        ]}
      />
      <WriteAction
        label="Withdraw"
        variant="plain"
        write={withdraw}
        onPress={() => void withdraw.run(undefined)}
        blocks={[
          stake.exit.amount === 0n && stake.leaving === 0n && "Nothing is leaving.",
          isEarly && (
            <>
              What leaves can be taken <Moment at={stake.exit.availableAt} />.
            </>
          ),
          !leaves &&
            (stillCounts ? "The units still count in this epoch's draws." : "All leaving units are locked by duties."),
        ]}
      />
    </div>
  );
}
