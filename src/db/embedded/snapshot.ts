/** Reading one state of the file, whatever is written meanwhile. */
import type { Reader, SqlValue } from "../database.ts";
import { whileOpen } from "../driver.ts";
import { connectReader } from "./connection.ts";
import type { LogSync } from "./log_sync.ts";
import { settled } from "./waiting.ts";

/** Runs `work` on a connection of its own, on a state that is on disk. */
export async function readSnapshot<T>(path: string, log: LogSync, work: (reader: Reader) => Promise<T>): Promise<T> {
  const connection = connectReader(path);
  try {
    connection.exec("BEGIN");
    connection.read("SELECT count(*) FROM sqlite_schema", []); // BEGIN alone takes no snapshot, the first read does
    await log.durable;
    return await whileOpen(
      // deno-lint-ignore no-explicit-any
      (sql: string, args: SqlValue[] = []): Promise<any[]> => settled(() => connection.read(sql, args)),
      work,
    );
  } finally {
    if (connection.inTransaction) connection.exec("ROLLBACK");
    connection.close();
  }
}
