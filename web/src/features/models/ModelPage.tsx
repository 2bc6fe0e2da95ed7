import { tierOf } from "@assay/sdk/reputation";
import { useParams } from "react-router";
import { conditionScores } from "../../data/entities/conditions.ts";
import { type ModelRecord, useModel } from "../../data/entities/useModels.ts";
import { useModelName } from "../../data/names.ts";
import { ButtonLink, Empty, Gates, Page, PageTabs, QueryView, Section } from "../../ui/index.ts";
import { ActivityFeed } from "../activity/index.ts";
import { Degradation, Evidence } from "../evidence/index.ts";
import { AccountLink, DatanetLink } from "../names/index.ts";
import { distanceSentence } from "./distance.ts";
import { Hallmark } from "./Hallmark.tsx";
import { Identity } from "./Identity.tsx";
import { ModelRounds } from "./ModelRounds.tsx";
import { ModelState, wasRefused } from "./ModelState.tsx";
import { ReputationTab } from "./ReputationTab.tsx";
import { Shares } from "./Shares.tsx";
import { StakePanel } from "./StakePanel.tsx";

export function ModelPage() {
  const { id = "" } = useParams();
  const query = useModel(id);
  const model = query.data?.model;
  const { name, base } = useModelName(id);
  return (
    <Page
      question="Would I route my users to it, and why not?"
      title={
        <span className="row">
          {name} {model && <ModelState state={model.state} wasRefused={wasRefused(model)} />}
        </span>
      }
      tabTitle={name}
      second={model && <MadeOf model={model} base={base} />}
      crumbs={[{ label: "Models", to: "/models" }]}
      actions={
        model && tierOf(model) && <ButtonLink to={`/chat?tab=paid&model=assay/model-${id}`}>Ask it, paid</ButtonLink>
      }
    >
      {model ? (
        <Detail model={model} />
      ) : (
        <QueryView
          query={query}
          isEmpty={() => true}
          empty={
            <Empty action={<ButtonLink to="/models">All models</ButtonLink>}>
              No model has the number {id}. See all models.
            </Empty>
          }
        >
          {() => null}
        </QueryView>
      )}
    </Page>
  );
}

/** What the name stands for: number, base, data, publisher. */
function MadeOf({ model, base }: { model: ModelRecord; base: string | undefined }) {
  return (
    <>
      Model {model.id}
      {base && `, on ${base}`}, trained on <DatanetLink id={model.examDatanet.id} version={model.examVersion.version} />
      , published by <AccountLink address={model.publisher} inline />
    </>
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
            note="Items that passed every trial of the condition: the middle of the judges' counts, the lower on a tie. The pale part is the doubt, down to the one-sided 95% lower bound. The hatching is what is missing."
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
