import type { SyncDatabase } from "../../platform/sqlite.ts";
import { columnType } from "./columns.ts";
import type { EntityField, EntitySchema, EntityType } from "./entitySchema.ts";

/** Table of an entity type, quoted. */
export function tableOf(type: EntityType): string {
  return `"entity_${type.name}"`;
}

/** Column of a field, quoted. */
export function columnOf(field: string): string {
  return `"${field}"`;
}

/** Tables of the indexer itself. `head` has one row: the last block whose changes are stored. */
const OWN_TABLES = `
  CREATE TABLE blocks (number INTEGER PRIMARY KEY, hash TEXT NOT NULL, parent_hash TEXT NOT NULL, timestamp INTEGER NOT NULL) STRICT;
  CREATE TABLE deployment (only INTEGER PRIMARY KEY CHECK (only = 1), fingerprint TEXT NOT NULL) STRICT;
`;

/** Came later than the others, so an index may lack it. One row at most: the newest stored block that is final. */
const FINALISED_TABLE =
  "CREATE TABLE IF NOT EXISTS finalised (only INTEGER PRIMARY KEY CHECK (only = 1), number INTEGER NOT NULL) STRICT;";

/**
 * Makes the tables for this deployment. An entity is kept in versions: a row holds for the blocks in
 * [block_from, block_to), and block_to is NULL in the present one. When `fingerprint` differs from what the database
 * was made for (another schema, mapping, chain or address), everything is dropped and indexing starts over.
 * @returns whether the database is a new one
 */
export function createTables(db: SyncDatabase, schema: EntitySchema, fingerprint: string): boolean {
  db.exec(FINALISED_TABLE);
  const names = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all()
    .map((row) => String(row.name));
  if (names.includes("deployment")) {
    const row = db.prepare("SELECT fingerprint FROM deployment").get();
    if (row?.fingerprint === fingerprint) return false;
  }
  db.exec("BEGIN IMMEDIATE");
  for (const name of names) {
    if (name === "blocks" || name === "deployment" || name.startsWith("entity_")) db.exec(`DROP TABLE "${name}"`);
  }
  db.exec("DELETE FROM finalised");
  db.exec(OWN_TABLES);
  for (const type of schema.entities.values()) db.exec(entityTableSql(type));
  db.prepare("INSERT INTO deployment (only, fingerprint) VALUES (1, ?)").run(fingerprint);
  db.exec("COMMIT");
  return true;
}

function entityTableSql(type: EntityType): string {
  const table = tableOf(type);
  const columns = type.stored.map((field) => `${columnOf(field.name)} ${columnType(field)}`);
  const indexed = type.stored
    .filter(isIndexed)
    .map(
      ({ name }) =>
        `CREATE INDEX "by_${type.name}_${name}" ON ${table} (${columnOf(name)}, "id") WHERE block_to IS NULL;`,
    );
  return `
    CREATE TABLE ${table} (block_from INTEGER NOT NULL, block_to INTEGER, ${columns.join(", ")}) STRICT;
    CREATE UNIQUE INDEX "now_${type.name}" ON ${table} ("id") WHERE block_to IS NULL;
    CREATE INDEX "range_${type.name}" ON ${table} ("id", block_from);
    CREATE INDEX "from_${type.name}" ON ${table} (block_from);
    CREATE INDEX "to_${type.name}" ON ${table} (block_to) WHERE block_to IS NOT NULL;
    ${indexed.join("\n")}`;
}

/** References, numbers and enums are what lists are filtered and sorted by. */
function isIndexed(field: EntityField): boolean {
  if (field.list || field.name === "id") return false;
  return (
    field.reference !== undefined || field.scalar === "BigInt" || field.scalar === "Int" || field.scalar === "Enum"
  );
}
