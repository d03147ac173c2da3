/** Reading one state of the file, whatever is written meanwhile. */
import type { Reader, SqlValue } from "../database.ts";
import { whileOpen } from "../driver.ts";
import type { Connection } from "./connection.ts";
import { settled } from "./waiting.ts";

/**
 * Runs `work` on one state, through a connection of its own, which is closed then.
 * @param onDisk resolves when what was committed before that state is on disk
 */
export async function readSnapshot<T>(
  connection: Connection,
  work: (reader: Reader) => Promise<T>,
  onDisk: () => Promise<void> | null = () => null,
): Promise<T> {
  try {
    connection.exec("BEGIN");
    connection.read("SELECT count(*) FROM sqlite_schema", []); // BEGIN alone takes no snapshot, the first read does
    await onDisk();
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
