import type { SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import type { SyncDatabase } from "../../platform/sqlite.ts";
import { type EntityField, type EntitySchema, type EntityType, entityType } from "../store/entitySchema.ts";
import { columnOf, tableOf } from "../store/tables.ts";
import { FilterCompiler, joinSql, rangeSql, type Sql, type Where } from "./filterSql.ts";

/** The block whose state a row was read at; undefined for the present one. Nested reads stay at the same block. */
const AT_BLOCK = Symbol("block");

/** An entity's columns as stored. */
export type EntityRow = Record<string, SQLOutputValue> & { [AT_BLOCK]?: number | undefined };

/** Arguments of a list field. */
export interface ListArguments {
  readonly first: number;
  readonly skip: number;
  /** "field", or "field__other" for a field of the entity it refers to. */
  readonly orderBy?: string | null;
  readonly orderDirection?: "asc" | "desc" | null;
  readonly where?: Where | null;
}

/** Statements kept prepared; a front end repeats few queries, with other values. */
const KEPT_STATEMENTS = 500;

/** Reads entities for GraphQL. All calls are synchronous, so that one query sees one state. */
export class EntityReader {
  readonly #db: SyncDatabase;
  readonly #schema: EntitySchema;
  readonly #filters: FilterCompiler;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: SyncDatabase, schema: EntitySchema) {
    this.#db = db;
    this.#schema = schema;
    this.#filters = new FilterCompiler(schema);
  }

  one(type: EntityType, id: string, block: number | undefined): EntityRow | null {
    const range = rangeSql("t", block);
    const key = type.stored.some((field) => field.name === "id" && field.scalar === "Bytes") ? id.toLowerCase() : id;
    const text = `SELECT * FROM ${tableOf(type)} t WHERE t."id" = ? AND ${range.text}`;
    return this.#rows({ text, values: [key, ...range.values] }, block)[0] ?? null;
  }

  list(type: EntityType, args: ListArguments, block: number | undefined): EntityRow[] {
    return this.#list(type, args, block, []);
  }

  /** The entity a row's field refers to. */
  referred(row: EntityRow, field: EntityField): EntityRow | null {
    const id = row[field.name];
    return id == null ? null : this.one(entityType(this.#schema, field.typeName), String(id), row[AT_BLOCK]);
  }

  /** The entities whose `derivedFrom` field refers to the row. */
  derived(row: EntityRow, field: EntityField, args: ListArguments): EntityRow[] {
    const link = { text: `t.${columnOf(field.derivedFrom ?? "id")} = ?`, values: [row.id as SQLInputValue] };
    return this.#list(entityType(this.#schema, field.typeName), args, row[AT_BLOCK], [link]);
  }

  #list(type: EntityType, args: ListArguments, block: number | undefined, links: readonly Sql[]): EntityRow[] {
    const where = this.#filters.compile(type, "t", args.where ?? {}, block);
    const condition = joinSql([...links, rangeSql("t", block), where], " AND ");
    const order = this.#order(type, args, block);
    const text = `SELECT t.* FROM ${tableOf(type)} t WHERE ${condition.text} ORDER BY ${order.text} LIMIT ? OFFSET ?`;
    return this.#rows({ text, values: [...condition.values, ...order.values, args.first, args.skip] }, block);
  }

  /** By the field, ties by id the same way; nulls last ascending and first descending, as PostgreSQL has it. */
  #order(type: EntityType, { orderBy, orderDirection }: ListArguments, block: number | undefined): Sql {
    const direction = orderDirection === "desc" ? "DESC" : "ASC";
    const byId = `t."id" ${direction}`;
    if (orderBy == null || orderBy === "id") return { text: byId, values: [] };
    const nulls = direction === "DESC" ? "NULLS FIRST" : "NULLS LAST";
    const [name = "", childName] = orderBy.split("__");
    const field = type.fields.find((candidate) => candidate.name === name);
    if (childName === undefined || field === undefined) {
      return {
        text: `t.${columnOf(name)} ${direction}${field?.required === true ? "" : ` ${nulls}`}, ${byId}`,
        values: [],
      };
    }
    const child = entityType(this.#schema, field.typeName);
    const range = rangeSql("o", block);
    const value = `(SELECT o.${columnOf(childName)} FROM ${tableOf(child)} o WHERE o."id" = t.${columnOf(name)} AND ${range.text})`;
    return { text: `${value} ${direction} ${nulls}, ${byId}`, values: range.values };
  }

  #rows(sql: Sql, block: number | undefined): EntityRow[] {
    const rows = this.#prepare(sql.text).all(...sql.values) as EntityRow[];
    for (const row of rows) row[AT_BLOCK] = block;
    return rows;
  }

  #prepare(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    if (this.#statements.size >= KEPT_STATEMENTS) this.#statements.clear();
    const statement = this.#db.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }
}
