import { count } from "../../ui/format.ts";
import { Amount, ButtonLink, Empty, Figure, Page, QueryView, Section } from "../../ui/index.ts";
import { ActivityFeed } from "../activity/index.ts";
import { LoopLine } from "./LoopLine.tsx";
import { type ProtocolFigures, useProtocol } from "./useProtocol.ts";

/** What is happening, and what can I trust? */
export function HomePage() {
  const query = useProtocol();
  return (
    <Page
      question="What is happening, and what can I trust?"
      title="Assay"
      actions={
        <ButtonLink to="/datanets/new" variant="primary">
          Create datanet
        </ButtonLink>
      }
    >
      <QueryView
        query={query}
        lines={5}
        isEmpty={(data) => data.protocol === null}
        empty={
          <Empty
            action={<ButtonLink to="/datanets/new">Create the first datanet</ButtonLink>}
            example="For example: customer messages in eight intents, from four contributors."
          >
            Nothing is on chain yet. It begins with data: a datanet holds rows whose owners stay known.
          </Empty>
        }
      >
        {(data) => data.protocol && <Figures figures={data.protocol} />}
      </QueryView>
      <Section title="Everything that happened">
        <ActivityFeed />
      </Section>
    </Page>
  );
}

function Figures({ figures }: { figures: ProtocolFigures }) {
  return (
    <>
      <div className="figures">
        <Figure
          label="models admitted"
          value={count(figures.admittedModelCount)}
          note={`of ${count(figures.modelCount)} registered`}
        />
        <Figure
          label="rows under protection"
          value={count(BigInt(figures.rowCount))}
          note={`in ${count(figures.datanetCount)} datanet${figures.datanetCount === 1 ? "" : "s"}`}
        />
        <Figure
          label="claimed by those who made them"
          value={<Amount wei={figures.rewardsClaimed} />}
          note={
            <>
              of <Amount wei={figures.feesFunded} /> in fees, {figures.claimCount} claim
              {figures.claimCount === 1 ? "" : "s"}
            </>
          }
        />
      </div>
      <LoopLine figures={figures} />
    </>
  );
}
