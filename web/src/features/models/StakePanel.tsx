import { Link, useNavigate } from "react-router";
import { useNameOf } from "../../data/config.ts";
import type { ModelRecord } from "../../data/entities/useModels.ts";
import { useThresholds } from "../../data/entities/useThresholds.ts";
import { useDraft } from "../../data/useDraft.ts";
import { useLacks, useWallet } from "../../data/wallet/useWallet.ts";
import { asy, duration, exactAmount, parseAmount } from "../../ui/format.ts";
import { Amount, ButtonLink, DraftNote, Facts, TextField } from "../../ui/index.ts";
import { DatanetLink } from "../names/index.ts";
import { WriteAction } from "../wallet/index.ts";
import { ForecastLine } from "./ForecastLine.tsx";
import { wasRefused } from "./ModelState.tsx";
import { useAttempts, useOpenRound, useStakeModel, useUnstakeModel } from "./useStake.ts";

/** What the next round of a model takes, as far as it is known. */
function useNextRound(model: ModelRecord) {
  const thresholds = useThresholds().data;
  const current = thresholds?.paramSets[0];
  const attempts = useAttempts(model.id).data;
  const nextAttempt = (attempts ?? 0) + 1;
  const required = BigInt(current?.minPublisherStake ?? 0);
  const staked = BigInt(model.stake);
  const exam = model.examDatanet;
  return {
    current,
    attempts,
    required,
    staked,
    missing: required > staked ? required - staked : 0n,
    gate: thresholds?.gates.find((one) => one.items === current?.itemsPerBatch && one.attempt === nextAttempt),
    fee: BigInt(current?.roundFee ?? 0) * 2n ** BigInt(nextAttempt - 1),
    isKnown: current !== undefined && attempts !== undefined,
    isBonded: BigInt(exam.bond) - BigInt(exam.boundBond) >= BigInt(current?.custodianBond ?? 0),
  };
}

/** Stake, then a round: the publisher's next step, or why it is not theirs. */
export function StakePanel({ model }: { model: ModelRecord }) {
  const next = useNextRound(model);
  const { current, attempts, required, staked, gate, fee, isKnown } = next;
  const running = model.latestRound && !model.latestRound.closedAt ? model.latestRound : undefined;
  return (
    <div className="panel">
      <h2>Stake and admission</h2>
      <Facts
        items={[
          ["Staked", <Amount key="s" wei={staked} />],
          ["Needed to be judged", current ? <Amount key="r" wei={required} /> : "…"],
          ["Attempts in this window", attempts ?? "…"],
          ["Fee of the next round", isKnown ? <Amount key="f" wei={fee} /> : "…"],
          [
            "Gate of the next round",
            gate ? `${gate.minPasses} of ${gate.items}` : isKnown ? "no further attempt" : "…",
          ],
          ["Rounds so far", model.roundCount],
        ]}
      />
      <ForecastLine adapterCid={model.adapterCid} />
      {running ? (
        <ButtonLink variant="primary" to={`/rounds/${running.id}`}>
          Watch round {running.id}
        </ButtonLink>
      ) : (
        <Moves model={model} next={next} />
      )}
    </div>
  );
}

function Moves({ model, next }: { model: ModelRecord; next: ReturnType<typeof useNextRound> }) {
  const { current, missing, gate, fee, isKnown, isBonded, staked } = next;
  const wallet = useWallet();
  const nameOf = useNameOf();
  const lacks = useLacks();
  const navigate = useNavigate();
  const suggested = exactAmount(missing > 0n ? missing : next.required);
  const draft = useDraft(`stake-${model.id}`, suggested);
  const wei = parseAmount(draft.value);
  const stake = useStakeModel(model.id);
  const unstake = useUnstakeModel(model.id);
  const open = useOpenRound(model.id);
  const isPublisher = wallet.address?.toLowerCase() === model.publisher.toLowerCase();
  const notMine =
    !isPublisher && `Only its publisher${nameOf(model.publisher) ? `, ${nameOf(model.publisher)},` : ""} can do this.`;
  const refused = wasRefused(model);
  const cooldown = current && duration(Number(current.unstakeCooldown));
  const noAmount = [wei === undefined && "The amount is not a number.", wei === 0n && "Write an amount above 0."];
  const amount = wei === undefined ? "" : ` ${asy(wei)}`;
  return (
    <>
      {refused && (
        <ButtonLink variant="primary" to={`/models/${model.id}?tab=evidence`}>
          See what failed
        </ButtonLink>
      )}
      <TextField
        label="Stake amount"
        value={draft.value}
        onChange={draft.set}
        inputMode="decimal"
        help="In ASY. Stake limits how much it may earn; it does not buy a pass."
        error={wei === undefined ? "Write an amount such as 100." : undefined}
      />
      <DraftNote draft={draft} />
      <WriteAction
        label={`Stake${amount}`}
        variant={missing > 0n && !refused ? "primary" : "plain"}
        write={stake}
        onPress={() => wei !== undefined && stake.run(wei).then((done) => done && draft.discard())}
        blocks={[notMine, ...noAmount, lacks(wei) && "This account holds less than that."]}
      />
      <WriteAction
        label={`Open round${refused ? " again" : ""}${isKnown ? ` for ${asy(fee)}` : ""}`}
        variant={missing > 0n || refused ? "plain" : "primary"}
        write={open}
        onPress={() => open.run(fee).then((done) => done && navigate(`/rounds/${done.roundId}`))}
        blocks={[
          !isKnown && "Waiting for the thresholds.",
          notMine,
          !gate && "There is no gate for so many attempts in one window. Wait until the window is over.",
          missing > 0n && `Stake ${asy(missing)} more first.`,
          !isBonded && (
            <>
              Too little of the custodian's bond is free on <DatanetLink id={model.examDatanet.id} />.
            </>
          ),
          lacks(fee) && "This account holds less than the fee of the round.",
          model.state === "RETIRED" && "A retired model can't be judged.",
        ]}
      />
      {staked > 0n && (
        <>
          <WriteAction
            label={`Take out${amount}`}
            variant="plain"
            write={unstake}
            onPress={() => wei !== undefined && unstake.run(wei).then((done) => done && draft.discard())}
            blocks={[notMine, ...noAmount, wei !== undefined && wei > staked && `Only ${asy(staked)} is staked.`]}
          />
          <p className="small muted">
            You can take stake out while no round is open. It is yours again {cooldown ? `${cooldown} later` : "later"}:
            withdraw it on <Link to="/stake">Stake</Link>. The fee of a round is spent.
          </p>
        </>
      )}
    </>
  );
}
