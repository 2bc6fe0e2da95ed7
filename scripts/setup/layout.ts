/**
 * The layout's rules: who may import whom. `npm run check` fails when one is broken; CONTRIBUTING.md explains them.
 * Files under a folder `testing` and *.test.ts(x) are tests. The parser is swc, which reads TypeScript without its compiler.
 */
const TEST = String.raw`(\.test\.tsx?$|/testing/)`;
/** What every domain of the node may use: the rooms where domains meet. */
const MEETING = "platform|exam|datasets|reputation|rewards|serving";

const forbidden = [
  {
    name: "no-circle",
    comment: "Two files that need each other are one file, or miss a third that both can use.",
    from: {},
    to: { circular: true },
  },
  {
    name: "sdk-stands-alone",
    comment: "The SDK is published by itself, so it imports no other workspace.",
    from: { path: "^sdk/src", pathNot: TEST },
    to: { path: "^(node|web|subgraph|scripts|research|ignition|test)/" },
  },
  {
    name: "node-is-a-program",
    comment:
      "Nobody imports the node: programs meet it over HTTP and the chain. The build asks it for the schema it serves.",
    from: { path: "^(sdk|web|scripts|ignition)/", pathNot: [TEST, "^scripts/build/graph\\.ts$"] },
    to: { path: "^node/" },
  },
  {
    name: "research-is-a-leaf",
    comment: "Studies and benchmarks may import anything; nothing imports them.",
    from: { path: "^(sdk|node|web|subgraph|scripts|ignition)/", pathNot: TEST },
    to: { path: "^research/" },
  },
  {
    name: "product-imports-no-test",
    comment: "What ships never depends on what tests it.",
    from: { path: "^(sdk|node|web|subgraph|scripts|ignition)/", pathNot: TEST },
    to: { path: `^test/|${TEST}` },
  },
  {
    name: "platform-is-the-ground",
    comment: "The node's platform knows no domain.",
    from: { path: "^node/src/platform/", pathNot: TEST },
    to: { path: "^node/src/", pathNot: "^node/src/platform/" },
  },
  {
    name: "domains-know-no-role",
    comment: "Roles wire domains together; no domain knows in which role it runs.",
    from: { path: "^node/src/", pathNot: [TEST, "^node/src/(roles/|cli\\.ts)"] },
    to: { path: "^node/src/(roles/|cli\\.ts)" },
  },
  {
    name: "domains-meet-in-few-rooms",
    comment: `A domain of the node imports itself and ${MEETING.replaceAll("|", ", ")}, never another domain's inside.`,
    from: { path: "^node/src/([^/]+)/", pathNot: [TEST, "^node/src/(roles|platform)/"] },
    to: { path: "^node/src/", pathNot: `^node/src/($1|roles|${MEETING})/` },
  },
  {
    name: "meeting-rooms-know-no-domain",
    comment: "Exam, datasets, reputation, rewards and serving import only each other and the platform.",
    from: { path: "^node/src/(exam|datasets|reputation|rewards|serving)/", pathNot: TEST },
    to: { path: "^node/src/", pathNot: `^node/src/(${MEETING})/` },
  },
  {
    name: "rewards-can-be-recomputed",
    comment: "Anyone can recompute rewards, so they use nothing that only a gateway knows.",
    from: { path: "^node/src/rewards/", pathNot: TEST },
    to: { path: "^node/src/", pathNot: "^node/src/(rewards|platform)/" },
  },
  {
    name: "web-ground-knows-no-feature",
    comment: "Data and controls serve every feature, so they import none.",
    from: { path: "^web/src/(data|ui)/" },
    to: { path: "^web/src/(features|shell)/" },
  },
  {
    name: "web-controls-know-no-data",
    comment: "A control shows what it is given.",
    from: { path: "^web/src/ui/" },
    to: { path: "^web/src/data/" },
  },
  {
    name: "features-know-no-shell",
    comment: "The shell holds the features, not the other way round.",
    from: { path: "^web/src/features/" },
    to: { path: "^web/src/shell/" },
  },
  {
    name: "one-door-per-feature",
    comment: "A feature imports another only by its index.ts.",
    from: { path: "^web/src/features/([^/]+)/" },
    to: { path: "^web/src/features/", pathNot: ["^web/src/features/$1/", "^web/src/features/[^/]+/index\\.ts$"] },
  },
  {
    name: "pages-by-file",
    comment: "The router loads each page by its file, so that every page is a chunk of its own.",
    from: { path: "^web/src/shell/router" },
    to: { path: "^web/src/features/", dependencyTypesNot: ["dynamic-import"] },
  },
];

export default {
  forbidden: forbidden.map((rule) => ({ severity: "error", ...rule })),
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(node_modules|generated)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "default"],
      extensions: [".ts", ".tsx", ".js", ".json"],
    },
  },
};
