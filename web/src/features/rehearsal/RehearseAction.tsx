import type { Rehearsals } from "@assay/sdk/api";
import type { Rehearsal } from "@assay/sdk/documents";
import { useState } from "react";
import { useWallet } from "../../data/wallet/useWallet.ts";
import { duration } from "../../ui/format.ts";
import { Button, ErrorNote, Note, Progress, SelectField } from "../../ui/index.ts";
import { WalletAction } from "../wallet/index.ts";
import { isUnderWay, useCancelRehearsal, useRehearse } from "./useRehearsals.ts";

interface RehearseProps {
  jobId: string;
  requester: string;
  known: Rehearsals;
  variant: "primary" | "plain";
}

/** Asks for a rehearsal. */
export function RehearseAction({ jobId, requester, known, variant }: RehearseProps) {
  const { next, rehearsals } = known;
  const [chosen, setChosen] = useState<number>();
  const wallet = useWallet();
  const rehearse = useRehearse(jobId);
  const items = chosen ?? next.items ?? 0;
  const isOther = wallet.address !== undefined && wallet.address.toLowerCase() !== requester.toLowerCase();
  return (
    <>
      {next.sizes.length > 1 && (
        <SelectField
          label="Rehearse on"
          value={String(items)}
          onChange={(id) => setChosen(Number(id))}
          options={next.sizes.map((size) => ({ id: String(size), label: `${size} validation rows` }))}
        />
      )}
      <WalletAction
        label={rehearsals.length === 0 ? "Rehearse" : "Rehearse again"}
        variant={variant}
        busy={rehearse.isPending}
        onPress={() => rehearse.mutate({ index: next.index, items })}
        blocks={[isOther && "Only the account that started this run can rehearse it."]}
      />
      {rehearse.error && <ErrorNote error={rehearse.error} />}
    </>
  );
}

/** The rehearsal under way, how the last one ended where it gave nothing, or why none can be asked for. */
export function RehearsalState({ jobId, known }: { jobId: string; known: Rehearsals }) {
  const last = known.rehearsals.at(-1);
  if (last && isUnderWay(last)) return <UnderWay jobId={jobId} rehearsal={last} />;
  if (known.next.blocked) return <Note tone="warn">{known.next.blocked}</Note>;
  if (!last?.error) return null;
  return (
    <Note tone="warn">
      Rehearsal {last.index + 1} ended: {last.error.message}
    </Note>
  );
}

function UnderWay({ jobId, rehearsal }: { jobId: string; rehearsal: Rehearsal }) {
  const cancel = useCancelRehearsal(jobId);
  const { progress } = rehearsal;
  const left = progress?.secondsLeft;
  const total = progress?.total ?? 0;
  return (
    <div className="stack-tight">
      <Progress
        label={total > 0 ? `Rehearsing: trial ${progress?.done} of ${total}` : "Rehearsing: waiting for the engine"}
        value={total > 0 ? (progress?.done ?? 0) / total : 0}
        note={left == null ? "measuring" : `about ${duration(left)} left`}
      />
      <div>
        <Button isDisabled={cancel.isPending} onPress={() => cancel.mutate(rehearsal.id)}>
          Cancel rehearsal
        </Button>
      </div>
      {cancel.error && <ErrorNote error={cancel.error} />}
    </div>
  );
}
