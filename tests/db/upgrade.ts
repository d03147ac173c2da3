/** What an upgrade is tested with: the data of a database as SQL, that data in an older schema, and what a migration did to it. */
import { DatabaseSync } from "node:sqlite";
import { openDatabase } from "../../src/db/open.ts";
import { migrate, type Migration } from "../../src/db/migrate.ts";

type Row = Record<string, unknown>;
/** Every table's rows, in an order of their own. */
export type Contents = Map<string, Row[]>;

const OWN = "name NOT LIKE 'sqlite_%' AND name <> 'schema_migrations'";

function withFile<T>(path: string, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(path);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

function tablesOf(db: DatabaseSync): string[] {
  return db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND ${OWN} ORDER BY name`).all()
    .map(({ name }) => String(name));
}

const columnsOf = (db: DatabaseSync, table: string): string[] =>
  db.prepare("SELECT name FROM pragma_table_info(?)").all(table).map(({ name }) => String(name));

/** All rows as INSERT statements, one a line but for line breaks in texts. */
export function dump(path: string): string {
  return withFile(path, (db) =>
    tablesOf(db).flatMap((table) => {
      const columns = columnsOf(db, table);
      const values = columns.map((name) => `quote(${name})`).join(" || ', ' || ");
      return db.prepare(`SELECT ${values} AS row FROM ${table}`).all()
        .map(({ row }) => `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${row});\n`);
    }).join(""));
}

/** Makes a database by these migrations, and fills it as `dump` wrote it: its triggers saw these rows once already. */
export async function load(path: string, migrations: Migration[], data: string): Promise<void> {
  await upgrade(path, migrations);
  withFile(path, (db) => {
    const triggers = db.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND ${OWN}`).all();
    db.exec("PRAGMA foreign_keys = OFF; BEGIN");
    for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
    // Rows that a migration makes itself are in the dump too.
    for (const table of tablesOf(db)) db.exec(`DELETE FROM ${table}`);
    db.exec(data);
    for (const { sql } of triggers) db.exec(String(sql));
    db.exec("COMMIT");
  });
}

/** @returns the names of what was applied */
export async function upgrade(path: string, migrations: Migration[]): Promise<string[]> {
  const db = openDatabase({ url: `file:${path}` });
  try {
    return await migrate(db, migrations, Date.now);
  } finally {
    await db.close();
  }
}

export function contentsOf(path: string): Contents {
  return withFile(path, (db) =>
    new Map(
      tablesOf(db).map((table) => {
        const rows = db.prepare(`SELECT * FROM ${table}`).all().map((row) => ({ ...row }));
        return [table, rows];
      }),
    ));
}

/** What of `before` is not in `after`, in lines: tables and columns that are gone, rows that are gone, new or changed. */
export function differences(before: Contents, after: Contents): string[] {
  const found: string[] = [];
  for (const [table, rows] of before) {
    const now = after.get(table);
    if (!now) {
      found.push(`${table}: gone`);
      continue;
    }
    const columns = Object.keys(rows[0] ?? {});
    const gone = columns.filter((name) => now.length > 0 && !(name in now[0]));
    found.push(...gone.map((name) => `${table}.${name}: gone`));
    const kept = columns.filter((name) => !gone.includes(name));
    const text = (row: Row) => JSON.stringify(kept.map((name) => row[name]));
    const [was, is] = [rows.map(text).sort(), now.map(text).sort()];
    const lost = was.filter((row) => !is.includes(row)).length;
    const made = is.filter((row) => !was.includes(row)).length;
    if (rows.length > 0 && lost + made > 0 || was.length !== is.length) {
      found.push(`${table}: ${lost} of ${was.length} rows are not as they were, ${is.length} are there now`);
    }
  }
  return found;
}
