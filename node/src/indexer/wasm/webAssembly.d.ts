/** The part of Node's global WebAssembly that the indexer uses; @types/node leaves it to the DOM library. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
    static imports(module: Module): { module: string; name: string }[];
  }
  class Memory {
    readonly buffer: ArrayBuffer;
  }
  type Imports = Record<string, Record<string, (...args: number[]) => number | bigint | undefined>>;
  class Instance {
    constructor(module: Module, imports: Imports);
    readonly exports: object;
  }
}
