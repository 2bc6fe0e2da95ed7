import type { ActivityKind } from "@assay/sdk/graph";
import { useWallet } from "../../data/wallet/useWallet.ts";
import { Empty, Page, Section } from "../../ui/index.ts";
import { ActivityFeed } from "../activity/index.ts";
import { Bonds } from "./Bonds.tsx";
import { OwnStakePanel } from "./OwnStakePanel.tsx";
import { Stakers } from "./Stakers.tsx";

const STAKE_KINDS: readonly ActivityKind[] = [
  "EVALUATOR_STAKED",
  "EVALUATOR_UNSTAKED",
  "EVALUATOR_SLASHED",
  "EVALUATOR_CHARGED",
  "STAKE_WITHDRAWN",
  "CUSTODIAN_BOND_POSTED",
  "CUSTODIAN_BOND_EXITED",
  "CUSTODIAN_BOND_CUT",
  "MODEL_STAKED",
  "MODEL_UNSTAKED",
];

export function StakePage() {
  const wallet = useWallet();
  return (
    <Page question="What is at stake, and what can it lose?" title="Stake">
      {wallet.address ? (
        <OwnStakePanel account={wallet.address} />
      ) : (
        <Empty>Connect a wallet to see its units, what is on its way out, and what it owes.</Empty>
      )}
      <Section
        title="Evaluators"
        note="The more units, the more often an evaluator is drawn. A change of units counts from the next stake epoch on, whose seed nobody knows before it begins."
      >
        <Stakers />
      </Section>
      <Section
        title="Custodians' bonds"
        note="Every running round binds a part of its datanet's bond. The bond is cut if the judges get no usable keys."
      >
        <Bonds />
      </Section>
      <Section title="What happened to stake">
        <ActivityFeed kinds={STAKE_KINDS} empty="Nobody has staked anything yet." />
      </Section>
    </Page>
  );
}
