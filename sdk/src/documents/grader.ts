import Type, { type Static, type TSchema } from "typebox";
import { Check } from "typebox/value";
import { AssayError } from "../errors/assay-error.ts";
import type { Grader } from "../hashing/exam.ts";
import { normalise } from "../hashing/normalise.ts";
import { closed } from "./fields.ts";

/**
 * Settings of the graders that have some: `json-schema` {schema, compare}, `numeric` {tolerance, relativeTolerance},
 * `regex` {pattern}. What may stand in them is checked by {@link checkGraderConfig}.
 */
export const GraderConfigField = closed({
  schema: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  /** fields that are compared; without it the whole value is */
  compare: Type.Optional(Type.Array(Type.String())),
  /** decimal text: largest distance, and largest distance as a share of the expected number */
  tolerance: Type.Optional(Type.String()),
  relativeTolerance: Type.Optional(Type.String()),
  pattern: Type.Optional(Type.String()),
});
export type GraderConfig = Static<typeof GraderConfigField>;

const SETTINGS: Record<Grader, readonly string[]> = {
  exact: [],
  normalised: [],
  "label-set": [],
  "json-schema": ["schema", "compare"],
  numeric: ["tolerance", "relativeTolerance"],
  regex: ["pattern"],
};
const TYPES = ["object", "array", "string", "number", "integer", "boolean", "null"];
const DEEPEST = 8;
const LONGEST_PATTERN = 200;
const MOST_REPEATS = 3;
const DECIMAL = /^\d{1,20}(?:\.\d{1,20})?$/;
const ESCAPE = String.raw`\\[dDwWsS\\\[\](){}*+?.^$|/\-]`;
const TOKEN = new RegExp(
  String.raw`(?<edge>\\b|[\^$|])|(?<open>\(\?:|\((?!\?))|(?<close>\))|(?<repeat>[*+?]|\{\d{1,3}(?:,\d{0,3})?\})` +
    String.raw`|(?<atom>${ESCAPE}|\[\^?(?:${ESCAPE}|[^\\\[\]])+\]|[^\\\[\](){}*+?^$|])`,
  "y",
);

function refuse(field: string, problem: string): AssayError {
  return new AssayError(`${field}: ${problem}`, { code: "GRADER_CONFIG", field });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

/**
 * Throws GRADER_CONFIG with one sentence that names the field, unless the settings are ones every evaluator takes. The
 * twin of node/worker/assay_worker/data/grader_config.py: test/golden/graders.json binds both.
 *
 * @example
 * const config = checkGraderConfig("numeric", { tolerance: "0.01" });
 */
export function checkGraderConfig(grader: Grader, config: unknown): GraderConfig {
  if (config !== undefined && config !== null && !isObject(config)) throw refuse("graderConfig", "must be an object.");
  const given: Record<string, unknown> = config ?? {};
  for (const name of Object.keys(given))
    if (!SETTINGS[grader].includes(name))
      throw refuse(`graderConfig.${name}`, `is not known to the grader ${grader}; remove it.`);
  if (grader === "json-schema") checkJson(given);
  if (grader === "numeric") for (const name of SETTINGS.numeric) checkTolerance(given[name], name);
  if (grader === "regex") {
    if (typeof given.pattern !== "string") throw refuse("graderConfig.pattern", "must be a text.");
    checkPattern(given.pattern);
  }
  return given as GraderConfig;
}

/** Whether an expected answer has a form under the grader; one that has none makes an item nobody can pass. */
export function hasForm(grader: Grader, config: GraderConfig, label: string): boolean {
  if (grader === "numeric") return /^[+-]?\d{1,20}(?:\.\d{1,18})?$/.test(label.trim());
  if (grader === "regex") {
    const found = new RegExp(config.pattern ?? "").exec(label.slice(0, 200));
    return found !== null && (found.length > 1 ? found[1] : found[0]) !== "";
  }
  if (grader !== "json-schema") return grader === "exact" || normalise(label) !== "";
  try {
    return Check(config.schema as TSchema, JSON.parse(label));
  } catch (cause) {
    if (cause instanceof SyntaxError) return false;
    throw cause;
  }
}

function checkTolerance(value: unknown, name: string): void {
  if (value !== undefined && (typeof value !== "string" || !DECIMAL.test(value)))
    throw refuse(`graderConfig.${name}`, 'must be a decimal number as text, such as "0.01".');
}

function checkJson({ schema, compare }: Record<string, unknown>): void {
  if (!isObject(schema)) throw refuse("graderConfig.schema", "must be an object.");
  checkSchema(schema, "graderConfig.schema", 0);
  if (compare === undefined || compare === null) return;
  const field = "graderConfig.compare";
  if (!isTexts(compare)) throw refuse(field, "must be a list of field names.");
  if (schema.type !== "object") throw refuse(field, 'needs a schema of type "object".');
  const properties = isObject(schema.properties) ? schema.properties : {};
  for (const name of compare)
    if (!Object.hasOwn(properties, name))
      throw refuse(field, `names "${name.slice(0, 80)}", which schema.properties does not have.`);
}

const isCount = (value: unknown): boolean => typeof value === "number" && Number.isInteger(value) && value >= 0;
const isNumber = (value: unknown): boolean => typeof value === "number";

/** What each keyword's value must be; a keyword that is not here is refused. */
const KEYWORDS: Record<string, readonly [test: (value: unknown) => boolean, problem: string]> = {
  type: [(value) => TYPES.includes(value as string), `must be one of ${TYPES.join(", ")}.`],
  enum: [(value) => Array.isArray(value) && value.length > 0, "must be a list that is not empty."],
  const: [() => true, ""],
  required: [isTexts, "must be a list of field names."],
  properties: [isObject, "must be an object."],
  additionalProperties: [(value) => typeof value === "boolean", "must be true or false."],
  items: [isObject, "must be an object."],
  minItems: [isCount, "must be a whole number, 0 or more."],
  maxItems: [isCount, "must be a whole number, 0 or more."],
  minLength: [isCount, "must be a whole number, 0 or more."],
  maxLength: [isCount, "must be a whole number, 0 or more."],
  minimum: [isNumber, "must be a number."],
  maximum: [isNumber, "must be a number."],
};

function checkSchema(schema: unknown, field: string, depth: number): void {
  if (!isObject(schema)) throw refuse(field, "must be an object.");
  if (depth > DEEPEST) throw refuse(field, `is nested deeper than ${DEEPEST} levels.`);
  for (const [name, value] of Object.entries(schema)) {
    const at = `${field}.${name}`;
    const rule = Object.hasOwn(KEYWORDS, name) ? KEYWORDS[name] : undefined;
    if (rule === undefined) throw refuse(at, "is not one of the keywords a grader may use; remove it.");
    if (!rule[0](value)) throw refuse(at, rule[1]);
    if (name === "items") checkSchema(value, at, depth + 1);
    if (name === "properties")
      for (const [key, part] of Object.entries(value as object)) checkSchema(part, `${at}.${key}`, depth + 1);
  }
}

/** The subset of patterns that JavaScript and Python read alike and that is always quick to search with. */
function checkPattern(pattern: string): void {
  const field = "graderConfig.pattern";
  if (pattern.length > LONGEST_PATTERN || !/^[ -~]+$/.test(pattern))
    throw refuse(field, `must be 1 to ${LONGEST_PATTERN} printable ASCII characters.`);
  let [repeats, captures, before] = [0, 0, "start"];
  for (let at = 0; at < pattern.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(pattern);
    if (found === null) throw refuse(field, `holds something that graders may not use at character ${at + 1}.`);
    const [token] = found;
    const kind = Object.entries(found.groups ?? {}).find(([, text]) => text !== undefined)?.[0] ?? "";
    if (kind === "repeat") {
      if ((before !== "atom" && before !== "close") || (before === "close" && token !== "?"))
        throw refuse(field, "may repeat single characters and classes, and a group by ? only.");
      if (token === "*" || token === "+" || token.includes(",")) repeats++;
    }
    if (token === "(") captures++;
    before = kind;
  }
  if (captures > 1) throw refuse(field, "may have one capturing group at most.");
  if (repeats > MOST_REPEATS) throw refuse(field, `may repeat ${MOST_REPEATS} times at most (*, + or {n,m}).`);
  try {
    new RegExp(pattern);
  } catch (cause) {
    throw new AssayError(`${field}: is not a regular expression.`, { code: "GRADER_CONFIG", field, cause });
  }
}
