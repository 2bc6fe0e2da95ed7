import { Link, useParams } from "react-router";
import { ButtonLink, Empty, Gates, Page, PageTabs, QueryView, Section } from "../../ui/index.ts";
import { ActivityFeed } from "../activity/index.ts";
import { conditionScores, Evidence, verdict } from "../evidence/index.ts";
import { Money } from "./Money.tsx";
import { PhaseBadge } from "./RoundsPage.tsx";
import { SeatTable } from "./SeatTable.tsx";
import { SeatWork } from "./SeatWork.tsx";
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
          <strong>{verdict(round)}</strong>
        ) : (
          "Each seat evaluates alone and commits before anyone reveals."
        )}
      </p>
      <Timeline round={round} />
      {!round.closedAt && round.phase === "COMMIT" && <SeatWork roundId={round.id} />}
      <Section
        title="Seats"
        note="Drawn by stake from a future block. Each runs the same unseen items with its own seed; the lower median counts."
      >
        <SeatTable round={round} />
      </Section>
      {scores.length > 0 && (
        <Section title="Result">
          <Gates scores={scores} />
        </Section>
      )}
      <PageTabs
        label="Round"
        tabs={[
          { id: "evidence", label: "Evidence", content: <Evidence roundId={round.id} /> },
          { id: "money", label: "Money", content: <Money round={round} /> },
          { id: "history", label: "History", content: <ActivityFeed where={{ round: round.id }} /> },
        ]}
      />
    </>
  );
}
