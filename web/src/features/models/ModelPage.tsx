import { useParams } from "react-router";
import { conditionScores } from "../../data/entities/conditions.ts";
import { type ModelRecord, useModel } from "../../data/entities/useModels.ts";
import { ButtonLink, Empty, Gates, Page, PageTabs, QueryView, Section } from "../../ui/index.ts";
import { ActivityFeed } from "../activity/index.ts";
import { Degradation, Evidence } from "../evidence/index.ts";
import { distanceSentence } from "./distance.ts";
import { Hallmark } from "./Hallmark.tsx";
import { Identity } from "./Identity.tsx";
import { ModelRounds } from "./ModelRounds.tsx";
import { ModelState } from "./ModelState.tsx";
import { ReputationTab } from "./ReputationTab.tsx";
import { Shares } from "./Shares.tsx";
import { StakePanel } from "./StakePanel.tsx";

export function ModelPage() {
  const { id = "" } = useParams();
  const query = useModel(id);
  const model = query.data?.model;
  return (
    <Page
      question="Would I route my users to it, and why not?"
      title={
        <span className="row">
          Model {id} {model && <ModelState state={model.state} />}
        </span>
      }
      tabTitle={`Model ${id}`}
      crumbs={[{ label: "Models", to: "/models" }]}
      actions={model && <ButtonLink to={`/chat?tab=paid&model=assay/model-${id}`}>Paid call</ButtonLink>}
    >
      {model ? (
        <Detail model={model} />
      ) : (
        <QueryView
          query={query}
          isEmpty={() => true}
          empty={
            <Empty action={<ButtonLink to="/models">All models</ButtonLink>}>
              There is no model {id} in the index.
            </Empty>
          }
        >
          {() => null}
        </QueryView>
      )}
    </Page>
  );
}

function Detail({ model }: { model: ModelRecord }) {
  const round = model.latestFinalRound;
  const scores = conditionScores(round);
  const distance = distanceSentence(scores);
  return (
    <>
      <div className="split">
        <div className="stack">
          <Hallmark model={model} />
          <Section
            title="Gates"
            note="Items that passed every trial of the condition, lower median over the seats. The pale part is the doubt, down to the one-sided 95% lower bound; the hatching is what is missing."
          >
            {scores.length === 0 ? (
              <Empty>Not judged yet. A round asks unseen items under every condition and counts.</Empty>
            ) : (
              <>
                {distance && <p>{distance}</p>}
                <Gates scores={scores} />
              </>
            )}
          </Section>
        </div>
        <StakePanel model={model} />
      </div>
      <PageTabs
        label="Model"
        tabs={[
          { id: "evidence", label: "Evidence", content: <Evidence roundId={round?.id} /> },
          {
            id: "degradation",
            label: "Degradation",
            content: <Degradation roundId={round?.id} needed={round?.minPasses ?? undefined} />,
          },
          { id: "reputation", label: "Reputation", content: <ReputationTab modelId={model.id} /> },
          { id: "rounds", label: "Rounds", content: <ModelRounds model={model} /> },
          { id: "shares", label: "Shares", content: <Shares model={model} /> },
          { id: "identity", label: "Identity", content: <Identity model={model} /> },
          { id: "history", label: "History", content: <ActivityFeed where={{ model: model.id }} /> },
        ]}
      />
    </>
  );
}
