import { AsyncLocalStorage } from "node:async_hooks";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { AssayError } from "@assay/sdk/errors";
import { type Migration, openSqlite } from "./sqlite.ts";

export type { Migration } from "./sqlite.ts";

/** What a statement may be given for `?` (in order) or `?1`, `?2` (by number). */
export type SqlValue = string | number | bigint | null | Uint8Array;

/**
 * A role's database. One statement runs at a time, and a transaction has the database to itself: the statements of
 * other callers wait until it ends. Repositories take a `Database`, so they work on the handle of a transaction too.
 */
export interface Database {
  /** The first row, or undefined when there is none. */
  get<T extends object>(sql: string, ...params: SqlValue[]): Promise<T | undefined>;
  all<T extends object>(sql: string, ...params: SqlValue[]): Promise<T[]>;
  /** Runs a statement that returns no rows; `changes` says how many rows it changed. */
  run(sql: string, ...params: SqlValue[]): Promise<{ changes: number }>;
  /**
   * Stores all that `work` writes through `tx`, or nothing when it throws. Only `tx` may be used inside: the outer
   * handle would wait for the transaction that waits for it, so it throws instead. A transaction of `tx` can be undone
   * by itself.
   */
  transaction<T>(work: (tx: Database) => Promise<T>): Promise<T>;
  /** Closes after the statements and transactions that were asked for before. */
  close(): Promise<void>;
}

/** One nesting level: the database itself (depth 0), a transaction (1), a transaction inside it (2), and so on. */
interface Level {
  depth: number;
  parent: Level | undefined;
  open: boolean;
  /** the last call that was let in; the next one waits for it */
  last: Promise<unknown>;
}

/** Statements kept compiled per database. */
const STATEMENTS = 200;

/** The transaction that the running code belongs to, to tell a deadlock from a wait. */
const running = new AsyncLocalStorage<Level>();

/**
 * Opens a role's database and applies the migrations it has not seen. `location` is a path, `sqlite:<path>` or
 * ":memory:". What was committed before a kill is there after it.
 * @throws AssayError database_unsupported for a `postgres:` URL
 */
export async function openDatabase(location: string, migrations: readonly Migration[]): Promise<Database> {
  if (/^postgres(ql)?:/i.test(location))
    throw new AssayError("A postgres: database is not built yet; give the path of an SQLite file or sqlite:<path>.", {
      code: "database_unsupported",
      field: "database",
    });
  const sqlite = openSqlite(location.replace(/^sqlite:/i, ""), migrations);
  const level: Level = { depth: 0, parent: undefined, open: true, last: Promise.resolve() };
  return handleOf(sqlite, createPreparer(sqlite), level);
}

function createPreparer(sqlite: DatabaseSync): (sql: string) => StatementSync {
  const known = new Map<string, StatementSync>();
  return (sql) => {
    const kept = known.get(sql);
    if (kept !== undefined) return kept;
    const statement = sqlite.prepare(sql);
    const oldest = known.keys().next();
    if (known.size >= STATEMENTS && !oldest.done) known.delete(oldest.value);
    known.set(sql, statement);
    return statement;
  };
}

function assertUsable(level: Level): void {
  for (let inner = running.getStore(); inner !== undefined; inner = inner.parent)
    if (inner.open && inner.parent === level)
      throw new AssayError("Inside a transaction, use the handle that it was given.", {
        code: "database_misuse",
        status: 500,
      });
  if (!level.open)
    throw new AssayError(
      level.depth === 0 ? "The database is closed." : "This transaction has ended; its handle can't be used any more.",
      { code: "database_closed", status: 500 },
    );
}

/** Lets one caller in at a time, in the order they came. */
async function exclusive<T>(level: Level, work: () => T | Promise<T>): Promise<T> {
  assertUsable(level);
  const enter = async () => {
    // It may have been closed while this call waited.
    assertUsable(level);
    return await work();
  };
  const result = level.last.then(enter, enter);
  level.last = result.catch(() => undefined);
  return await result;
}

function handleOf(sqlite: DatabaseSync, prepare: (sql: string) => StatementSync, level: Level): Database {
  return {
    get: <T extends object>(sql: string, ...params: SqlValue[]) =>
      exclusive(level, () => prepare(sql).get(...params) as T | undefined),
    all: <T extends object>(sql: string, ...params: SqlValue[]) =>
      exclusive(level, () => prepare(sql).all(...params) as T[]),
    run: (sql, ...params) =>
      exclusive(level, () => ({
        changes: Number(prepare(sql).run(...params).changes),
      })),
    transaction: (work) => exclusive(level, () => transact(sqlite, prepare, level, work)),
    close: () =>
      exclusive(level, () => {
        if (level.depth > 0)
          throw new AssayError("Only the database itself is closed, not a transaction's handle.", {
            code: "database_misuse",
            status: 500,
          });
        level.open = false;
        sqlite.close();
      }),
  };
}

async function transact<T>(
  sqlite: DatabaseSync,
  prepare: (sql: string) => StatementSync,
  outer: Level,
  work: (tx: Database) => Promise<T>,
): Promise<T> {
  const level: Level = { depth: outer.depth + 1, parent: outer, open: true, last: Promise.resolve() };
  const isNested = outer.depth > 0;
  const savepoint = `level_${outer.depth}`;
  sqlite.exec(isNested ? `SAVEPOINT ${savepoint}` : "BEGIN IMMEDIATE");
  try {
    const result = await running.run(level, () => work(handleOf(sqlite, prepare, level)));
    // A statement that was not awaited still belongs to the transaction.
    await level.last;
    level.open = false;
    sqlite.exec(isNested ? `RELEASE ${savepoint}` : "COMMIT");
    return result;
  } catch (error) {
    level.open = false;
    // What runs beside the statement that failed must end inside the transaction, or it would be stored alone.
    await level.last;
    sqlite.exec(isNested ? `ROLLBACK TO ${savepoint}; RELEASE ${savepoint}` : "ROLLBACK");
    throw error;
  }
}
