import { AssayError } from "@assay/sdk/errors";
import { messageOf } from "../../platform/errors.ts";
import { type EventTrigger, newEvent } from "./ethereumEvent.ts";
import { AscHeap, type MappingExports } from "./heap.ts";
import { type HostContext, type HostFunction, hostFunctions } from "./hostFunctions.ts";

/** One data source's compiled mappings. */
export class Mapping {
  readonly #module: WebAssembly.Module;

  constructor(wasm: Uint8Array<ArrayBuffer>) {
    this.#module = new WebAssembly.Module(wasm);
  }

  /**
   * Runs one handler in a fresh instance, as graph-node does: nothing carries over but what the store keeps.
   * Throws AssayError `mapping_failed` with the cause; what the handler had stored by then is the caller's to undo.
   */
  run(handler: string, trigger: EventTrigger, context: HostContext): void {
    try {
      const { exports, heap } = instantiate(this.#module, context);
      const call = (exports as unknown as Record<string, unknown>)[handler];
      if (typeof call !== "function") {
        throw new AssayError(`The compiled mapping has no ${handler}; build the subgraph again.`, {
          code: "mapping_no_handler",
        });
      }
      call(newEvent(heap, trigger));
    } catch (cause) {
      const { block, log } = trigger;
      throw new AssayError(`${handler} failed on log ${log.logIndex} of block ${block.number}: ${messageOf(cause)}`, {
        code: "mapping_failed",
        cause,
      });
    }
  }
}

/** A started instance of a compiled mapping and its memory. */
export function instantiate(
  module: WebAssembly.Module,
  context: HostContext,
): { exports: MappingExports; heap: AscHeap } {
  let heap: AscHeap | undefined;
  const functions = hostFunctions(() => {
    if (heap === undefined)
      throw new AssayError("A mapping called its host before it was loaded.", { code: "mapping_not_started" });
    return heap;
  }, context);
  const imports: Record<string, Record<string, HostFunction>> = {};
  for (const { module: namespace, name } of WebAssembly.Module.imports(module)) {
    imports[namespace] = { ...imports[namespace], [name]: functions[name] ?? unimplemented(name) };
  }
  const exports = new WebAssembly.Instance(module, imports).exports as unknown as MappingExports;
  heap = new AscHeap(exports);
  exports._start();
  return { exports, heap };
}

function unimplemented(name: string): HostFunction {
  return () => {
    throw new AssayError(
      `The embedded indexer has no host function ${name}; take the call out of the mapping or index with graph-node.`,
      { code: "mapping_host_function_missing" },
    );
  };
}
