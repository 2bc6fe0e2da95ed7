import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { useNameOf } from "../../data/config.ts";
import type { ModelRecord } from "../../data/entities/useModels.ts";
import { useThresholds } from "../../data/entities/useThresholds.ts";
import { useLacks, useWallet } from "../../data/wallet/useWallet.ts";
import { exactAmount, parseAmount } from "../../ui/format.ts";
import { Amount, ButtonLink, Facts, TextField } from "../../ui/index.ts";
import { WriteAction } from "../wallet/index.ts";
import { useAttempts, useOpenRound, useStakeModel } from "./useStake.ts";

/** Stake, then a round: the publisher's next step, or why it is not theirs. */
export function StakePanel({ model }: { model: ModelRecord }) {
  const wallet = useWallet();
  const nameOf = useNameOf();
  const lacks = useLacks();
  const navigate = useNavigate();
  const thresholds = useThresholds().data;
  const current = thresholds?.paramSets[0];
  const required = BigInt(current?.minPublisherStake ?? 0);
  const staked = BigInt(model.stake);
  const missing = required > staked ? required - staked : 0n;
  const [typed, setTyped] = useState<string>();
  const amount = typed ?? exactAmount(missing > 0n ? missing : required);
  const wei = parseAmount(amount);
  const stake = useStakeModel(model.id);
  const open = useOpenRound(model.id);
  const isPublisher = wallet.address?.toLowerCase() === model.publisher.toLowerCase();
  const notMine =
    !isPublisher && `Only its publisher${nameOf(model.publisher) ? `, ${nameOf(model.publisher)},` : ""} can do this.`;
  const running = model.latestRound && !model.latestRound.closedAt ? model.latestRound : undefined;
  const attempts = useAttempts(model.id).data;
  const nextAttempt = (attempts ?? 0) + 1;
  const gate = thresholds?.gates.find((one) => one.items === current?.itemsPerBatch && one.attempt === nextAttempt);
  const fee = BigInt(current?.roundFee ?? 0) * 2n ** BigInt(nextAttempt - 1);
  const isKnown = current !== undefined && attempts !== undefined;
  const exam = model.examDatanet;
  const isBonded = BigInt(exam.bond) - BigInt(exam.boundBond) >= BigInt(current?.custodianBond ?? 0);

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
      {running ? (
        <ButtonLink variant="primary" to={`/rounds/${running.id}`}>
          Watch round {running.id}
        </ButtonLink>
      ) : (
        <>
          <TextField
            label="Stake amount"
            value={amount}
            onChange={setTyped}
            help="ASY. Stake buys exposure, not a pass."
            error={wei === undefined ? "Write an amount such as 100." : undefined}
          />
          <WriteAction
            label="Stake"
            variant={missing > 0n ? "primary" : "plain"}
            write={stake}
            onPress={() => wei !== undefined && void stake.run(wei).then((done) => done && setTyped(undefined))}
            blocks={[
              notMine,
              wei === undefined && "The amount is not a number.",
              wei === 0n && "Stake more than nothing.",
              lacks(wei) && "This account holds less than that.",
            ]}
          />
          <WriteAction
            label="Open round"
            variant={missing > 0n ? "plain" : "primary"}
            write={open}
            onPress={() => void open.run(fee).then((done) => done && navigate(`/rounds/${done.roundId}`))}
            blocks={[
              !isKnown && "Waiting for the thresholds.",
              notMine,
              !gate && "So many attempts in one window leave no gate; wait until the window is over.",
              missing > 0n && (
                <>
                  Stake <Amount wei={missing} /> more first.
                </>
              ),
              !isBonded && (
                <>
                  Too little of the custodian's bond on <Link to={`/datanets/${exam.id}`}>datanet {exam.id}</Link> is
                  free.
                </>
              ),
              lacks(fee) && "This account holds less than the round fee.",
              model.state === "RETIRED" && "A retired model can't be judged.",
            ]}
          />
        </>
      )}
    </div>
  );
}
