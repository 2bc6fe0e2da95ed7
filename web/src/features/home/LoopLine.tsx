import { NavLink } from "react-router";
import type { ProtocolFigures } from "../../data/entities/useProtocol.ts";
import { count } from "../../ui/format.ts";
import { useRunning } from "./useRunning.ts";

/** The whole loop as one line; a filled mark shows where something happens right now. */
export function LoopLine({ figures }: { figures: ProtocolFigures }) {
  const { training, seats } = useRunning();
  const stages = [
    {
      label: "Data",
      to: "/datanets",
      note: `${count(figures.datanetCount)} datanet${figures.datanetCount === 1 ? "" : "s"}`,
      active: false,
    },
    { label: "Train", to: "/runs", note: training > 0 ? `${training} running` : "idle", active: training > 0 },
    {
      label: "Register",
      to: "/models",
      note: `${count(figures.modelCount)} model${figures.modelCount === 1 ? "" : "s"}`,
      active: false,
    },
    {
      label: "Judge",
      to: "/rounds",
      note:
        figures.openRoundCount > 0
          ? `${figures.openRoundCount} open, ${seats} at work`
          : `${count(figures.roundCount)} round${figures.roundCount === 1 ? "" : "s"}`,
      active: figures.openRoundCount > 0,
    },
    { label: "Serve", to: "/chat", note: `${count(figures.admittedModelCount)} admitted`, active: false },
    {
      label: "Reward",
      to: "/rewards",
      note: figures.latestEpoch ? `reward epoch ${figures.latestEpoch.id}` : "none yet",
      active: false,
    },
  ];
  return (
    <ol className="loop" aria-label="The loop">
      {stages.map((stage) => (
        <li key={stage.label} data-active={stage.active}>
          <NavLink to={stage.to}>{stage.label}</NavLink>
          <span className="small muted">{stage.note}</span>
        </li>
      ))}
    </ol>
  );
}
