import { Link, useParams } from "react-router";
import { conditionScores, decision } from "../../data/entities/conditions.ts";
import { ButtonLink, Empty, Gates, Page, PageTabs, QueryView, Section } from "../../ui/index.ts";
import { ActivityFeed } from "../activity/index.ts";
import { Evidence } from "../evidence/index.ts";
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
  return (
    <Page
      question="Was this judged fairly?"
      title={
        <span className="row">
          Round {id} {round && <PhaseBadge round={round} />}
        </span>
      }
      tabTitle={`Round ${id}`}
      crumbs={[{ label: "Rounds", to: "/rounds" }]}
      actions={round && <ButtonLink to={`/models/${round.model.id}`}>Model {round.model.id}</ButtonLink>}
    >
      {round ? (
        <Detail round={round} />
      ) : (
        <QueryView
          query={query}
          isEmpty={() => true}
          empty={
            <Empty action={<ButtonLink to="/rounds">All rounds</ButtonLink>}>
              There is no round {id} in the index.
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

function Detail({ round }: { round: RoundRecord }) {
  const scores = conditionScores(round);
  return (
    <>
      <p>
        Attempt {round.attempt} of <Link to={`/models/${round.model.id}`}>model {round.model.id}</Link>
        {round.datanet && (
          <>
            {" "}
            on an exam of <Link to={`/datanets/${round.datanet.id}?tab=exams`}>datanet {round.datanet.id}</Link>
          </>
        )}
        .{" "}
        {round.closedAt ? (
          <strong>{decision(round)}</strong>
        ) : (
          "Each seat evaluates alone and commits before anyone reveals."
        )}
      </p>
      <Timeline round={round} />
      <Standing round={round} />
      {!round.closedAt && AT_WORK.has(round.phase) && <SeatWork roundId={round.id} />}
      <Draws round={round} />
      {scores.length > 0 && (
        <Section title="Result">
          <Gates scores={scores} />
        </Section>
      )}
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
