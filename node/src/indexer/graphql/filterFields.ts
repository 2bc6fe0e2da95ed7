import type { EntityField, EntityType } from "../store/entitySchema.ts";

/** What a key of a `where` argument does: its field and the suffix after it. */
export interface FilterField {
  readonly key: string;
  readonly field: EntityField;
  readonly operator: FilterOperator;
}

const EQUALITY = ["", "not", "in", "not_in"] as const;
const ORDER = ["gt", "lt", "gte", "lte"] as const;
const CONTAINS = ["contains", "not_contains"] as const;
const CONTAINS_NOCASE = ["contains_nocase", "not_contains_nocase"] as const;
const AFFIX = [
  "starts_with",
  "starts_with_nocase",
  "not_starts_with",
  "not_starts_with_nocase",
  "ends_with",
  "ends_with_nocase",
  "not_ends_with",
  "not_ends_with_nocase",
] as const;

export type FilterOperator =
  | (typeof EQUALITY | typeof ORDER | typeof CONTAINS | typeof CONTAINS_NOCASE | typeof AFFIX)[number]
  | "nested";

/** Operators whose argument is a list of values. */
export function takesList(operator: FilterOperator): boolean {
  return operator === "in" || operator === "not_in";
}

/** Every key that `where` knows for this type, `and`, `or` and `_change_block` apart. */
export function filterFields(type: EntityType): FilterField[] {
  return type.fields.flatMap((field) =>
    operatorsOf(field).map((operator) => ({ key: keyOf(field, operator), field, operator })),
  );
}

function keyOf(field: EntityField, operator: FilterOperator): string {
  if (operator === "nested") return `${field.name}_`;
  return operator === "" ? field.name : `${field.name}_${operator}`;
}

/** The operators graph-node gives each kind of field. */
function operatorsOf(field: EntityField): readonly FilterOperator[] {
  if (field.derivedFrom !== undefined) return ["nested"];
  if (field.list) return ["", "not", ...CONTAINS, ...CONTAINS_NOCASE];
  if (field.reference !== undefined) {
    return [...EQUALITY, ...ORDER, ...CONTAINS, ...CONTAINS_NOCASE, ...AFFIX, "nested"];
  }
  switch (field.scalar) {
    case "Boolean":
    case "Enum":
      return EQUALITY;
    case "String":
      return [...EQUALITY, ...ORDER, ...CONTAINS, ...CONTAINS_NOCASE, ...AFFIX];
    case "Bytes":
      return [...EQUALITY, ...ORDER, ...CONTAINS];
    default:
      return [...EQUALITY, ...ORDER];
  }
}
