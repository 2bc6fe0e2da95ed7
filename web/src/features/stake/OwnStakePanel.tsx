import type { Address } from "viem";
import { useThresholds } from "../../data/entities/useThresholds.ts";
import { useDraft } from "../../data/useDraft.ts";
import { useLacks } from "../../data/wallet/useWallet.ts";
import { asy, count, duration } from "../../ui/format.ts";
import { Amount, DraftNote, Facts, Moment, QueryView, TextField, useNow } from "../../ui/index.ts";
import { AccountLink } from "../names/index.ts";
import { WriteAction } from "../wallet/index.ts";
import { freeUnits, nextUnits, parseUnits, withdrawableUnits } from "./units.ts";
import { type OwnStake, useOwnStake, useStakeUnits, useUnstakeUnits, useWithdrawStake } from "./useStake.ts";

/** The connected account's units now and next, what leaves, what it owes, and the three things it can do. */
export function OwnStakePanel({ account }: { account: Address }) {
  const query = useOwnStake(account);
  return (
    <section className="panel" aria-label="Your stake">
      <h2>
        Stake of <AccountLink address={account} />
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
        ["Count in draws now", `${count(stake.active)} of ${count(stake.totalActive)}, stake epoch ${epoch}`],
        [`From stake epoch ${epoch + 1} on`, units(nextUnits(stake))],
        ["Locked by seats", units(stake.locked)],
        ["Leaving", units(stake.leaving)],
        ["Model stake and bonds on their way out", <Amount key="a" wei={exit.amount} />],
        [
          "Can be withdrawn",
          exit.amount > 0n || stake.leaving > 0n ? (
            <Moment key="t" at={exit.availableAt} />
          ) : (
            "nothing is on its way out"
          ),
        ],
        ["Fees it still owes", <Amount key="d" wei={exit.debt} />],
      ]}
    />
  );
}

function Moves({ stake }: { stake: OwnStake }) {
  const draft = useDraft("stake-units", "1");
  const lacks = useLacks();
  const now = useNow() / 1000;
  const current = useThresholds().data?.paramSets[0];
  const unit = current?.stakeUnit;
  const add = useStakeUnits();
  const leave = useUnstakeUnits();
  const withdraw = useWithdrawStake();
  const chosen = parseUnits(draft.value);
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
        value={draft.value}
        onChange={draft.set}
        inputMode="decimal"
        help={
          price === undefined ? (
            "Whole units."
          ) : (
            <>
              Whole units, <Amount wei={price} /> in all.
            </>
          )
        }
        error={chosen === undefined ? "Write a whole number such as 3." : undefined}
      />
      <DraftNote draft={draft} />
      <WriteAction
        label={price === undefined ? "Stake units" : `Stake units for ${asy(price)}`}
        write={add}
        onPress={() => chosen !== undefined && add.run(chosen).then((done) => done && draft.discard())}
        blocks={[
          !hasKey && "Register as an evaluator first. The evaluator node does that with its encryption key.",
          chosen === undefined && "The number of units is not a whole number.",
          lacks(price) && "This account holds less than that.",
        ]}
      />
      <WriteAction
        label="Take units out"
        variant="plain"
        write={leave}
        onPress={() => chosen !== undefined && leave.run(chosen).then((done) => done && draft.discard())}
        blocks={[
          chosen === undefined && "The number of units is not a whole number.",
          free === 0n && "No unit is free: each is locked by a seat or already on its way out.",
          chosen !== undefined && chosen > free && `Only ${units(free)} can start to leave.`,
        ]}
      />
      <WriteAction
        label="Withdraw"
        variant="plain"
        write={withdraw}
        onPress={() => withdraw.run(undefined)}
        blocks={[
          stake.exit.amount === 0n && stake.leaving === 0n && "Nothing is on its way out.",
          isEarly && (
            <>
              You can withdraw <Moment at={stake.exit.availableAt} />.
            </>
          ),
          !leaves &&
            (stillCounts
              ? "The units still count in the draws of this stake epoch."
              : "All units on their way out are locked by seats."),
        ]}
      />
      <p className="small muted">
        You can take out units that no seat has locked. They are yours{" "}
        {current ? `${duration(Number(current.unstakeCooldown))} later` : "later"}, when you withdraw them here.
      </p>
    </div>
  );
}
