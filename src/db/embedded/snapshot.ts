/** Reading one state of the file, whatever is written meanwhile. */
import type { Reader, SqlValue } from "../database.ts";
import { connectReader } from "./connection.ts";
import { settled } from "./waiting.ts";

/** Runs `work` on a connection of its own; its reader is refused once `work` is over. */
export async function readSnapshot<T>(path: string, work: (reader: Reader) => Promise<T>): Promise<T> {
  const connection = connectReader(path);
  let over = false;
  try {
    connection.exec("BEGIN");
    connection.read("SELECT count(*) FROM sqlite_schema", []); // BEGIN alone takes no snapshot, the first read does
    return await work({
      // deno-lint-ignore no-explicit-any
      read: (sql: string, args: SqlValue[] = []): Promise<any[]> =>
        over
          ? Promise.reject(new Error("This snapshot is over: await every read inside snapshot()."))
          : settled(() => connection.read(sql, args)),
    });
  } finally {
    over = true;
    if (connection.inTransaction) connection.exec("ROLLBACK");
    connection.close();
  }
}
