import { join } from "node:path";

/** The compiled subgraph of this repository. */
export const SUBGRAPH_PATH = join(import.meta.dirname, "..", "..", "..", "..", "subgraph", "build");
