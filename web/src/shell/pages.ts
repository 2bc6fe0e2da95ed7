/** Every page of the navigation, in its order. */
export const PAGES = [
  { to: "/", label: "Home" },
  { to: "/datanets", label: "Datanets" },
  { to: "/studio", label: "Studio" },
  { to: "/runs", label: "Runs" },
  { to: "/chat", label: "Chat" },
  { to: "/models", label: "Models" },
  { to: "/rounds", label: "Rounds" },
  { to: "/rewards", label: "Rewards" },
  { to: "/stake", label: "Stake" },
  { to: "/nodes", label: "Nodes" },
  { to: "/thresholds", label: "Thresholds" },
] as const;
