/** The worker's Python interpreter, made by `python_env.py` when it is missing. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./python_env.py", import.meta.url));

/**
 * Path of the interpreter with every pinned requirement. Waits for a running installation.
 * @param onProgress called with each line the installer prints
 * @throws when the environment cannot be made; the installer's last line says why
 */
export async function ensurePython(onProgress: (line: string) => void, signal?: AbortSignal): Promise<string> {
  const child = spawn("python3", [script], { stdio: ["ignore", "pipe", "pipe"], ...(signal ? { signal } : {}) });
  let path = "";
  let last = "";
  child.stdout.on("data", (chunk: Buffer) => {
    path += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    for (const line of chunk.toString().split("\n").filter(Boolean)) {
      last = line;
      onProgress(line);
    }
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`The Python environment could not be made: ${last}`);
  return path.trim();
}
