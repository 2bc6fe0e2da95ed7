/** `npm run check`: the inner loop. Lint, types and unit tests, without chain, model or browser. */
import { quickSuites, staticSuites } from "./setup/allSuites.ts";
import { buildAll } from "./setup/build.ts";
import { ensurePython } from "./setup/python.ts";
import { runSuites } from "./setup/suites.ts";

const [python] = await Promise.all([ensurePython((line) => console.error(line)), buildAll({ web: false })]);
process.exitCode = await runSuites([...staticSuites(python), ...quickSuites()]);
