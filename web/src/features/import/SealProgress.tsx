import { type DatanetRecord, useVersionDetail } from "../../data/entities/useDatanets.ts";
import { ButtonLink, Note, Progress, Section } from "../../ui/index.ts";

const STAGES = ["published", "built", "sealed"];
const WORDS: Record<string, string> = {
  published: "Waiting for the random seed that picks the exam rows",
  built: "Rows are split and encrypted; the exam is being put on chain",
  sealed: "Sealed",
};

/** What the custodian does after a publish: seed, splits, exam, seal. It goes on without this page. */
export function SealProgress({ datanet }: { datanet: DatanetRecord }) {
  const newest = datanet.latestVersion;
  const detail = useVersionDetail(datanet.id, newest?.version);
  if (!newest) return null;
  const sealed = newest.state === "SEALED";
  const state = sealed ? "sealed" : (detail.data?.state ?? "published").toLowerCase();
  const at = Math.max(0, STAGES.indexOf(state));
  return (
    <Section title={`6. Exam of version ${newest.version}`}>
      {sealed ? (
        <Note tone="good">
          <p>
            Version {newest.version} is sealed: {newest.rowCount.toLocaleString("en-US")} rows, {newest.batchCount} exam
            batch{newest.batchCount === 1 ? "" : "es"} that nobody can read before a round.
          </p>
          <ButtonLink variant="primary" to={`/studio?datanet=${datanet.id}&version=${newest.version}`}>
            Train on it
          </ButtonLink>
        </Note>
      ) : state === "failed" ? (
        <Note tone="bad">
          <p>Version {newest.version} can't be sealed, so it has no exam and nobody can train on it.</p>
          <p>{detail.data?.failure?.message}</p>
          <p>Fix the cause, then publish another version.</p>
        </Note>
      ) : (
        <>
          <Progress
            label={WORDS[state] ?? state}
            value={(at + 1) / STAGES.length}
            note="the custodian goes on without this page; you can leave"
          />
          {detail.data?.failure && (
            <Note tone="warn">
              <p>{detail.data.failure.message}</p>
            </Note>
          )}
        </>
      )}
    </Section>
  );
}
