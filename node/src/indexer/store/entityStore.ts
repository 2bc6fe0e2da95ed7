import type { SQLOutputValue, StatementSync } from "node:sqlite";
import { AssayError } from "@assay/sdk/errors";
import type { SyncDatabase } from "../../platform/sqlite.ts";
import type { MappingStore } from "../wasm/hostFunctions.ts";
import type { Entity, StoreValue } from "../wasm/storeValues.ts";
import { fromColumn, toColumn } from "./columns.ts";
import { type EntityField, type EntitySchema, type EntityType, entityType } from "./entitySchema.ts";
import { columnOf, tableOf } from "./tables.ts";

type Row = Record<string, SQLOutputValue>;

/** Entities by block range in SQLite, written by the handlers of one block at a time, inside the caller's transaction. */
export class EntityStore implements MappingStore {
  readonly #db: SyncDatabase;
  readonly #schema: EntitySchema;
  readonly #statements = new Map<string, StatementSync>();
  readonly #written = new Map<string, Set<string>>();
  #block = 0;

  constructor(db: SyncDatabase, schema: EntitySchema) {
    this.#db = db;
    this.#schema = schema;
  }

  /** Writes from now on belong to this block, which must follow all earlier ones. */
  enterBlock(block: number): void {
    this.#block = block;
    this.#written.clear();
  }

  /** Ids of the entities that the current block has written so far, by type. */
  written(): Record<string, string[]> {
    return Object.fromEntries([...this.#written].map(([type, ids]) => [type, [...ids]]));
  }

  get(typeName: string, id: string): Entity | undefined {
    const type = entityType(this.#schema, typeName);
    const row = this.#current(type, id);
    return row === undefined ? undefined : readRow(type, row);
  }

  getInBlock(typeName: string, id: string): Entity | undefined {
    const type = entityType(this.#schema, typeName);
    const row = this.#current(type, id);
    return row === undefined || row.block_from !== this.#block ? undefined : readRow(type, row);
  }

  loadRelated(typeName: string, id: string, fieldName: string): Entity[] {
    const field = entityType(this.#schema, typeName).fields.find((candidate) => candidate.name === fieldName);
    if (field?.derivedFrom === undefined) {
      throw new AssayError(`${typeName}.${fieldName} is not a derived field; load it directly.`, {
        code: "not_derived",
      });
    }
    const related = entityType(this.#schema, field.typeName);
    const sql = `SELECT * FROM ${tableOf(related)} WHERE ${columnOf(field.derivedFrom)} = ? AND block_to IS NULL ORDER BY "id"`;
    return this.#prepare(sql)
      .all(id)
      .map((row) => readRow(related, row));
  }

  /** Fields that `entity` leaves out keep their value, as in graph-node. */
  set(typeName: string, id: string, entity: Entity): void {
    const type = entityType(this.#schema, typeName);
    const current = this.#current(type, id);
    this.#note(typeName, id);
    if (type.immutable && current !== undefined && current.block_from !== this.#block) {
      throw new AssayError(`${typeName} ${id} is immutable and was stored by an earlier block.`, {
        code: "immutable_entity",
      });
    }
    const merged = new Map(current === undefined ? [] : readRow(type, current));
    for (const [name, value] of entity) merged.set(name, value);
    this.#assertKnownFields(type, merged, id);
    if (current !== undefined) this.#close(type, id, Number(current.block_from));
    const columns = type.stored.map((field) => columnOf(field.name));
    const places = columns.map(() => "?").join(", ");
    this.#prepare(
      `INSERT INTO ${tableOf(type)} (block_from, block_to, ${columns.join(", ")}) VALUES (?, NULL, ${places})`,
    ).run(this.#block, ...type.stored.map((field) => toColumn(typeName, field, merged.get(field.name))));
  }

  remove(typeName: string, id: string): void {
    const type = entityType(this.#schema, typeName);
    const current = this.#current(type, id);
    if (current === undefined) return;
    this.#note(typeName, id);
    this.#close(type, id, Number(current.block_from));
  }

  /** Undoes every block after `block`. */
  revertTo(block: number): void {
    for (const type of this.#schema.entities.values()) {
      this.#prepare(`DELETE FROM ${tableOf(type)} WHERE block_from > ?`).run(block);
      this.#prepare(`UPDATE ${tableOf(type)} SET block_to = NULL WHERE block_to > ?`).run(block);
    }
  }

  #note(typeName: string, id: string): void {
    const ids = this.#written.get(typeName);
    if (ids === undefined) this.#written.set(typeName, new Set([id]));
    else ids.add(id);
  }

  #current(type: EntityType, id: string): Row | undefined {
    return this.#prepare(`SELECT * FROM ${tableOf(type)} WHERE "id" = ? AND block_to IS NULL`).get(id);
  }

  /** Ends the present version at this block; a version made in this very block just goes. */
  #close(type: EntityType, id: string, from: number): void {
    const table = tableOf(type);
    if (from === this.#block) this.#prepare(`DELETE FROM ${table} WHERE "id" = ? AND block_to IS NULL`).run(id);
    else this.#prepare(`UPDATE ${table} SET block_to = ? WHERE "id" = ? AND block_to IS NULL`).run(this.#block, id);
  }

  #assertKnownFields(type: EntityType, entity: Entity, id: string): void {
    for (const name of entity.keys()) {
      if (!type.stored.some((field) => field.name === name)) {
        throw new AssayError(`${type.name} ${id} was stored with the unknown field ${name}.`, {
          code: "unknown_field",
        });
      }
    }
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function readRow(type: EntityType, row: Row): Map<string, StoreValue> {
  return new Map(type.stored.map((field: EntityField) => [field.name, fromColumn(field, row[field.name])] as const));
}
