import { useParams } from "react-router";
import { conditionScores, decision } from "../../data/entities/conditions.ts";
import { useModelName } from "../../data/names.ts";
import { ButtonLink, Empty, Gates, Page, PageTabs, QueryView, Section } from "../../ui/index.ts";
import { ActivityFeed } from "../activity/index.ts";
import { Evidence } from "../evidence/index.ts";
import { DatanetLink, ModelLink } from "../names/index.ts";
import { Draws } from "./Draws.tsx";
import { JudgingTab } from "./JudgingTab.tsx";
import { Money } from "./Money.tsx";
import { PhaseBadge } from "./PhaseBadge.tsx";
import { SeatWork } from "./SeatWork.tsx";
import { Standing } from "./Standing.tsx";
import { Timeline } from "./Timeline.tsx";
import { type RoundRecord, useRound } from "./useRounds.ts";

export function RoundPage() {
  const { id = "" } = useParams();
  const query = useRound(id);
  const round = query.data?.round;
  const { name } = useModelName(round?.model.id ?? "");
  const title = round ? `${name}, attempt ${round.attempt}` : `Round ${id}`;
  return (
    <Page
      question="Was this judged fairly?"
      title={
        <span className="row">
          {title} {round && <PhaseBadge round={round} />}
        </span>
      }
      tabTitle={title}
      second={round && <What round={round} />}
      crumbs={[{ label: "Rounds", to: "/rounds" }]}
      actions={round && <ButtonLink to={`/models/${round.model.id}`}>Open the model</ButtonLink>}
    >
      {round ? (
        <Detail round={round} />
      ) : (
        <QueryView
          query={query}
          isEmpty={() => true}
          empty={
            <Empty action={<ButtonLink to="/rounds">All rounds</ButtonLink>}>
              No round has the number {id}. See all rounds.
            </Empty>
          }
        >
          {() => null}
        </QueryView>
      )}
    </Page>
  );
}

/** Phases in which seats evaluate; the index may not have heard of the second one yet. */
const AT_WORK = new Set(["COMMIT", "SECOND_COMMIT"]);

/** What the title stands for: number, model, exam. */
function What({ round }: { round: RoundRecord }) {
  return (
    <>
      Round {round.id} of <ModelLink id={round.model.id} />
      {round.datanet && (
        <>
          , on an exam of <DatanetLink id={round.datanet.id} version={round.version?.version} tab="exams" />
        </>
      )}
    </>
  );
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

function Detail({ round }: { round: RoundRecord }) {
  const scores = conditionScores(round);
  return (
    <>
      {round.closedAt ? (
        <p className="result">{sentence(decision(round))}</p>
      ) : (
        <p>Each judge evaluates alone and commits to its result before anyone reveals one.</p>
      )}
      <Standing round={round} />
      {scores.length > 0 && (
        <Section title="Result">
          <Gates scores={scores} />
        </Section>
      )}
      <Timeline round={round} />
      {!round.closedAt && AT_WORK.has(round.phase) && <SeatWork roundId={round.id} />}
      <Draws round={round} />
      <PageTabs
        label="Round"
        tabs={[
          { id: "evidence", label: "Evidence", content: <Evidence roundId={round.id} /> },
          { id: "judging", label: "Questions", content: <JudgingTab round={round} /> },
          { id: "money", label: "Money", content: <Money round={round} /> },
          { id: "history", label: "History", content: <ActivityFeed where={{ round: round.id }} /> },
        ]}
      />
    </>
  );
}
