import { AssayError } from "@assay/sdk/errors";

/** `file`: what the content is to a reader. The other two are what it is made of, for whoever checks the hashes. */
export type Format = "file" | "raw" | "car";

const MEDIA: Readonly<Record<string, Format>> = {
  "application/vnd.ipld.raw": "raw",
  "application/vnd.ipld.car": "car",
};
/** Formats of the gateway specification that are not built here. */
const NOT_BUILT: ReadonlySet<string> = new Set(["tar", "json", "cbor", "dag-json", "dag-cbor", "ipns-record"]);

/** The format that a request asks for: by its query, or else by what it accepts. */
export function formatOf(query: string | undefined, accept: string | undefined): Format {
  if (query === undefined) return accepted(accept ?? "") ?? "file";
  if (query === "raw" || query === "car") return query;
  if (NOT_BUILT.has(query))
    throw new AssayError(`format=${query} is not served here; ask for format=raw or format=car.`, {
      code: "format_not_built",
      status: 501,
      field: "format",
    });
  throw new AssayError(`format "${query.slice(0, 40)}" is unknown; use raw, car, or leave it out.`, {
    code: "format_unknown",
    field: "format",
  });
}

function accepted(header: string): Format | undefined {
  const types = header.split(",").map((part) => part.split(";")[0]?.trim().toLowerCase() ?? "");
  return types.map((type) => MEDIA[type]).find((format) => format !== undefined);
}

/** The media types of blocks that are data by themselves. */
export const DATA_TYPES: Readonly<Record<number, string>> = {
  81: "application/cbor",
  113: "application/vnd.ipld.dag-cbor",
  297: "application/vnd.ipld.dag-json",
  512: "application/json",
};

/** Codecs of files and folders. */
export const FILE_CODECS: ReadonlySet<number> = new Set([0x55, 0x70]);
