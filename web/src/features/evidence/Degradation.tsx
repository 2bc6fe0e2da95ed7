import { Empty, ErrorNote, LineChart, Section, Skeleton, Table } from "../../ui/index.ts";
import { type MedianCurve, medianCurves, type ReportedFigure, reportedFigures } from "./reported.ts";
import { useReports } from "./useReports.ts";

/** How the model falls as turns and noise grow, and the figures that are reported beside the gates. */
export function Degradation({ roundId, needed }: { roundId: string | undefined; needed: number | undefined }) {
  const { reports, error, isReading } = useReports(roundId);
  if (roundId === undefined)
    return <Empty>Not judged yet. A round shows how the model gets worse with more turns and more noise.</Empty>;
  if (error) return <ErrorNote error={error} />;
  if (isReading) return <Skeleton lines={6} label="Reading the reports" />;
  const curves = medianCurves(reports);
  const figures = reportedFigures(reports);
  if (curves.length + figures.length === 0)
    return (
      <Empty>
        The judges of this round reported no figures beside the gates. Suites with several turns and several doses of
        noise do.
      </Empty>
    );
  return (
    <div className="stack">
      {curves.length > 0 && (
        <Section
          title="Degradation"
          note="Items passed at each dose: the middle of the judges' counts, the lower on a tie. The hairline goes from the lowest judge to the highest. These figures are reported, not gated; the gate is drawn to compare."
        >
          <div className="charts">
            {curves.map((curve) => (
              <CurveChart key={curve.curve} curve={curve} needed={needed} />
            ))}
          </div>
        </Section>
      )}
      {figures.length > 0 && <Figures figures={figures} />}
    </div>
  );
}

function CurveChart({ curve, needed }: { curve: MedianCurve; needed: number | undefined }) {
  const last = curve.points.at(-1);
  return (
    <div className="stack-tight">
      <LineChart
        label={titleOf(curve.curve)}
        points={curve.points.map(({ dose, passes, low, high }) => ({ x: dose, y: passes, low, high }))}
        lastLabel={last ? `${last.passes} of ${curve.total}` : ""}
        y={{ max: curve.total, format: String }}
        x={{ label: unitOf(curve.curve), format: String, ticks: curve.points.map(({ dose }) => dose) }}
        gate={needed === undefined ? undefined : { y: needed, label: `gate ${needed}` }}
      />
      <p className="small muted">
        {curve.largest
          ? `Largest single step: ${curve.largest.fall} item${curve.largest.fall === 1 ? "" : "s"}, from ${curve.largest.from} to ${curve.largest.to}.`
          : "It does not fall from any dose to the next."}
      </p>
    </div>
  );
}

/** "turns, own-task" as a title: what grows. */
const titleOf = (curve: string): string => {
  const [what = curve, which] = curve.split(", ");
  if (what === "turns") return which === "own-task" ? "Earlier turns of its own task" : `Earlier ${which} turns`;
  return what === "noise" ? "Typing noise" : curve;
};

const unitOf = (curve: string): string => (curve.startsWith("noise") ? "% of letters" : "turns");

const percent = (share: number): string => `${Number((100 * share).toFixed(1))}%`;

function Figures({ figures }: { figures: ReportedFigure[] }) {
  return (
    <Section title="Reported beside the gates" note="The figure of the middle judge, with its 95% bounds over items.">
      <Table<ReportedFigure>
        label="Reported figures"
        rows={figures}
        rowKey={(row) => row.term}
        columns={[
          {
            key: "name",
            label: "Figure",
            value: (row) => row.name,
            cell: (row) => (
              <>
                {row.name} <span className="small muted">{row.term}</span>
              </>
            ),
          },
          {
            key: "value",
            label: "Value",
            num: true,
            value: (row) => row.value,
            cell: (row) => <strong>{percent(row.value)}</strong>,
          },
          {
            key: "bounds",
            label: "95% bounds",
            num: true,
            wide: true,
            value: (row) => `${percent(row.lower)} to ${percent(row.upper)}`,
          },
          {
            key: "does",
            label: "What it says",
            wide: true,
            value: (row) => row.does,
            cell: (row) => <span className="muted">{row.does}</span>,
          },
        ]}
      />
    </Section>
  );
}
