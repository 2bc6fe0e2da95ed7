import type { SQLInputValue } from "node:sqlite";
import { GraphQLError } from "graphql";
import { sortableBigInt } from "../store/columns.ts";
import { type EntityField, type EntitySchema, type EntityType, entityType } from "../store/entitySchema.ts";
import { columnOf, tableOf } from "../store/tables.ts";
import { type FilterField, type FilterOperator, filterFields } from "./filterFields.ts";

/** A condition and the values of its placeholders, in order. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SQLInputValue[];
}

export type Where = Readonly<Record<string, unknown>>;

const COMPARISONS: Partial<Record<FilterOperator, string>> = { gt: ">", lt: "<", gte: ">=", lte: "<=" };

export function joinSql(parts: readonly Sql[], glue: " AND " | " OR "): Sql {
  if (parts.length === 0) return { text: "1", values: [] };
  return {
    text: `(${parts.map((part) => part.text).join(glue)})`,
    values: parts.flatMap((part) => part.values),
  };
}

/** Which version of an entity counts: the one at `block`, or the present one. */
export function rangeSql(alias: string, block: number | undefined): Sql {
  if (block === undefined) return { text: `${alias}.block_to IS NULL`, values: [] };
  return {
    text: `${alias}.block_from <= ? AND (${alias}.block_to IS NULL OR ${alias}.block_to > ?)`,
    values: [block, block],
  };
}

/** Turns `where` arguments into conditions, in graph-node's dialect. */
export class FilterCompiler {
  readonly #schema: EntitySchema;
  readonly #keys = new Map<string, ReadonlyMap<string, FilterField>>();

  constructor(schema: EntitySchema) {
    this.#schema = schema;
    for (const type of schema.entities.values()) {
      this.#keys.set(type.name, new Map(filterFields(type).map((filter) => [filter.key, filter] as const)));
    }
  }

  compile(type: EntityType, alias: string, where: Where, block: number | undefined): Sql {
    const parts = Object.entries(where).map(([key, value]) => this.#entry(type, alias, key, value, block));
    return joinSql(parts, " AND ");
  }

  #entry(type: EntityType, alias: string, key: string, value: unknown, block: number | undefined): Sql {
    if (key === "and" || key === "or") {
      const parts = ((value ?? []) as Where[]).map((entry) => this.compile(type, alias, entry, block));
      return joinSql(parts, key === "and" ? " AND " : " OR ");
    }
    if (key === "_change_block") {
      return { text: `${alias}.block_from >= ?`, values: [(value as { number_gte: number }).number_gte] };
    }
    const filter = this.#keys.get(type.name)?.get(key);
    if (filter === undefined) throw new GraphQLError(`${type.name} can't be filtered by ${key}.`);
    const { field, operator } = filter;
    if (operator === "nested") return this.#nested(field, alias, (value ?? {}) as Where, block);
    const column = `${alias}.${columnOf(field.name)}`;
    return field.list ? listSql(field, column, operator, value) : scalarSql(field, column, operator, value);
  }

  #nested(field: EntityField, alias: string, where: Where, block: number | undefined): Sql {
    const child = entityType(this.#schema, field.typeName);
    const inner = `${alias}_`;
    const link =
      field.derivedFrom === undefined
        ? `${inner}."id" = ${alias}.${columnOf(field.name)}`
        : `${inner}.${columnOf(field.derivedFrom)} = ${alias}."id"`;
    const condition = joinSql([rangeSql(inner, block), this.compile(child, inner, where, block)], " AND ");
    return {
      text: `EXISTS (SELECT 1 FROM ${tableOf(child)} ${inner} WHERE ${link} AND ${condition.text})`,
      values: condition.values,
    };
  }
}

function scalarSql(field: EntityField, column: string, operator: FilterOperator, value: unknown): Sql {
  if (operator === "in" || operator === "not_in") {
    const values = ((value ?? []) as unknown[]).map((item) => toValue(field, item));
    const places = values.map(() => "?").join(", ");
    return { text: `${column} ${operator === "in" ? "IN" : "NOT IN"} (${places})`, values };
  }
  if (value === null || value === undefined) {
    if (operator !== "" && operator !== "not") throw new GraphQLError(`${field.name}_${operator} can't be null.`);
    return { text: `${column} IS ${operator === "" ? "" : "NOT "}NULL`, values: [] };
  }
  const comparison = operator === "" ? "=" : operator === "not" ? "<>" : COMPARISONS[operator];
  if (comparison !== undefined) return { text: `${column} ${comparison} ?`, values: [toValue(field, value)] };
  return textSql(field, column, operator, String(value));
}

/** contains, starts_with and ends_with with their `not_` and `_nocase` forms. */
function textSql(field: EntityField, column: string, operator: FilterOperator, value: string): Sql {
  const isNot = operator.startsWith("not_");
  const noCase = operator.endsWith("_nocase");
  const name = operator.replace(/^not_/, "").replace(/_nocase$/, "");
  const raw = field.scalar === "Bytes" ? value.toLowerCase() : value;
  const needle = field.scalar === "Bytes" && name === "contains" ? raw.replace(/^0x/, "") : raw;
  const text = noCase ? `lower(${column})` : column;
  const mark = noCase ? "lower(?)" : "?";
  const not = isNot ? "NOT " : "";
  if (name === "contains") return { text: `${not}(instr(${text}, ${mark}) > 0)`, values: [needle] };
  if (name === "starts_with") {
    return { text: `${not}(substr(${text}, 1, length(?)) = ${mark})`, values: [needle, needle] };
  }
  if (needle === "") return { text: isNot ? "0" : `${column} IS NOT NULL`, values: [] };
  return { text: `${not}(substr(${text}, -length(?)) = ${mark})`, values: [needle, needle] };
}

function listSql(field: EntityField, column: string, operator: FilterOperator, value: unknown): Sql {
  if (value === null || value === undefined) {
    return { text: `${column} IS ${operator === "" ? "" : "NOT "}NULL`, values: [] };
  }
  const items = (value as unknown[]).map((item) => toValue(field, item));
  if (operator === "" || operator === "not") {
    return { text: `${column} ${operator === "" ? "=" : "<>"} ?`, values: [JSON.stringify(items)] };
  }
  const noCase = operator.endsWith("_nocase");
  const same = noCase ? "lower(value) = lower(?)" : "value = ?";
  const parts = items.map((item) => ({
    text: `EXISTS (SELECT 1 FROM json_each(${column}) WHERE ${same})`,
    values: [item],
  }));
  const all = joinSql(parts, " AND ");
  // As in SQL at large, what is null is neither in nor out.
  return operator.startsWith("not_")
    ? { text: `(${column} IS NOT NULL AND NOT ${all.text})`, values: all.values }
    : all;
}

/** A filter's argument as the column holds such values. */
function toValue(field: EntityField, value: unknown): string | number {
  if (field.scalar === "BigInt") return sortableBigInt(BigInt(value as string | number));
  if (field.scalar === "Bytes") return String(value).toLowerCase();
  if (field.scalar === "Boolean") return value === true ? 1 : 0;
  return field.scalar === "Int" ? Number(value) : String(value);
}
