import { type ProtocolFigures, useProtocol } from "../../data/entities/useProtocol.ts";
import { count } from "../../ui/format.ts";
import { Amount, ButtonLink, Figure, Page, QueryView, Section } from "../../ui/index.ts";
import { ActivityFeed } from "../activity/index.ts";
import { LoopLine } from "./LoopLine.tsx";
import { nextStep } from "./nextStep.ts";
import { Trusted } from "./Trusted.tsx";

/** What is happening, and what can I trust? */
export function HomePage() {
  const query = useProtocol();
  const step = query.data && nextStep(query.data.protocol);
  return (
    <Page
      question="What is happening, and what can I trust?"
      title="Assay"
      actions={query.data && !step && <ButtonLink to="/datanets/new">Create datanet</ButtonLink>}
    >
      <QueryView query={query} lines={5}>
        {(data) => (
          <>
            {step && (
              <section className="panel first-step" aria-label="Next step">
                <div className="stack-tight">
                  <h2>{step.title}</h2>
                  <p className="muted">{step.why}</p>
                </div>
                <ButtonLink to={step.to} variant="primary">
                  {step.label}
                </ButtonLink>
              </section>
            )}
            {data.protocol && <Figures figures={data.protocol} />}
          </>
        )}
      </QueryView>
      <Trusted />
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
          label="rewards claimed"
          value={<Amount wei={figures.rewardsClaimed} />}
          note={
            <>
              of <Amount wei={figures.feesFunded} /> of fees, in {figures.claimCount} claim
              {figures.claimCount === 1 ? "" : "s"}
            </>
          }
        />
      </div>
      <LoopLine figures={figures} />
    </>
  );
}
