import { type DatanetRecord, useVersionDetail } from "../../data/entities/useDatanets.ts";
import { ButtonLink, Note, Progress, Section } from "../../ui/index.ts";

const STAGES = ["published", "built", "sealed"];
const WORDS: Record<string, string> = {
  published: "Waiting for the seed block that picks the exam rows",
  built: "Rows are split by skeleton and encrypted; committing the exam on chain",
  sealed: "Sealed",
};

/** What the custodian does after a publish: seed, splits, exam, seal. It goes on without this page. */
export function SealProgress({ datanet }: { datanet: DatanetRecord }) {
  const newest = datanet.versions[0];
  const { data: detail } = useVersionDetail(datanet.id, newest?.version);
  if (!newest) return null;
  const state = newest.state === "SEALED" ? "sealed" : (detail?.state ?? "published");
  return (
    <Section title={`6. Exam of version ${newest.version}`}>
      {state === "sealed" && newest.state === "SEALED" ? (
        <Note tone="good">
          <p>
            Version {newest.version} is sealed: {newest.rowCount.toLocaleString("en-US")} rows, {newest.batchCount} exam
            batch{newest.batchCount === 1 ? "" : "es"} nobody can read before a round.
          </p>
          <ButtonLink variant="primary" to={`/studio?datanet=${datanet.id}&version=${newest.version}`}>
            Train on it
          </ButtonLink>
        </Note>
      ) : state === "failed" ? (
        <Note tone="bad">
          <p>Version {newest.version} can't be sealed, so no exam can be taken on it.</p>
          <p>{detail?.failure?.message}</p>
          <p>Fix the cause and publish another version.</p>
        </Note>
      ) : (
        <>
          <Progress
            label={WORDS[state] ?? state}
            value={(Math.max(0, STAGES.indexOf(state)) + 1) / STAGES.length}
            note="the custodian works on its own; you can leave"
          />
          {detail?.failure && (
            <Note tone="warn">
              <p>{detail.failure.message}</p>
            </Note>
          )}
        </>
      )}
    </Section>
  );
}
