import type { Static, TSchema } from "typebox";
import { Check, Errors } from "typebox/value";
import { AssayError } from "../errors/assay-error.ts";
import { PATTERNS } from "./fields.ts";

type SchemaError = ReturnType<typeof Errors>[number];

/** Errors that only say that a part below is wrong; that part's own error is clearer. */
const WRAPPERS = new Set(["anyOf", "boolean"]);

/** What is wrong, and with which field: "`field` `fault`." is a sentence. */
export interface FieldFault {
  field: string;
  fault: string;
}

const below = (path: string, part: string | undefined): string => (path === "" ? `${part}` : `${path}.${part}`);

function dotted(name: string, pointer: string): string {
  const parts = pointer.split("/").slice(1);
  return parts.reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : below(path, part)), name);
}

/** The fault in words and the field it is about; an unknown keyword keeps the validator's own words. */
function explain(error: SchemaError, path: string): FieldFault {
  switch (error.keyword) {
    case "required":
      return { field: below(path, error.params.requiredProperties[0]), fault: "is missing" };
    case "additionalProperties":
      return {
        field: below(path, error.params.additionalProperties[0]),
        fault: "is not a known field; remove it",
      };
    case "type": {
      const types = [error.params.type].flat();
      return { field: path, fault: `must be of type ${types.join(" or ")}` };
    }
    case "const":
      return { field: path, fault: `must be ${JSON.stringify(error.params.allowedValue)}` };
    case "enum":
      return { field: path, fault: `must be one of ${error.params.allowedValues.join(", ")}` };
    case "pattern": {
      const meaning = Object.entries(PATTERNS).find(([pattern]) => pattern === String(error.params.pattern))?.[1];
      return { field: path, fault: `must be ${meaning ?? `of the form ${error.params.pattern}`}` };
    }
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return { field: path, fault: `must be ${error.params.comparison} ${error.params.limit}` };
    case "minLength":
      return { field: path, fault: `must have at least ${error.params.limit} characters` };
    case "maxLength":
      return { field: path, fault: `must have at most ${error.params.limit} characters` };
    case "minItems":
      return { field: path, fault: `must have at least ${error.params.limit} entries` };
    case "maxItems":
      return { field: path, fault: `must have at most ${error.params.limit} entries` };
    default:
      return { field: path, fault: error.message };
  }
}

/**
 * The first fault of a value, or undefined where it fits the schema. `name` is what the value is called; fields of a
 * value without a name are called by their own.
 */
export function faultOf(schema: TSchema, value: unknown, name = ""): FieldFault | undefined {
  if (Check(schema, value)) return undefined;
  const errors = Errors(schema, value);
  const error = errors.find((entry) => !WRAPPERS.has(entry.keyword)) ?? errors[0];
  if (error === undefined) return { field: name, fault: "is not valid" };
  return explain(error, dotted(name, error.instancePath));
}

/** Checks a value against a schema. Throws INVALID_DOCUMENT with one sentence that names the first wrong field. */
export function validate<schema extends TSchema>(schema: schema, value: unknown, name: string): Static<schema> {
  const found = faultOf(schema, value, name);
  if (found === undefined) return value as Static<schema>;
  throw new AssayError(`${found.field} ${found.fault}.`, { code: "INVALID_DOCUMENT", field: found.field });
}
