/** Where the tests keep their data: in files, or with ALERA_TEST_SERVER on a libSQL server. */
import { createClient } from "@libsql/client/http";
import { serveHrana } from "./hrana_server.ts";

/** `built-in`: each test has a small server of its own. Else the URL of a server whose only database the tests may empty. */
const SERVER = Deno.env.get("ALERA_TEST_SERVER") && (Deno.env.get("ALERA_TEST_SERVER_URL") ?? "built-in");

export interface TestDatabase {
  url: string;
  close(): Promise<void>;
}

/** Of the test that the named server was emptied for: its second start finds what its first has left. */
let emptiedFor: string | null = null;

/** A database for one test. @param path its file @param onFile also where the others are on a server */
export async function testDatabase(path: string, onFile = false): Promise<TestDatabase> {
  if (!SERVER || onFile) return { url: `file:${path}`, close: () => Promise.resolve() };
  if (SERVER === "built-in") return serveHrana(path);
  if (emptiedFor !== path) await empty(SERVER);
  emptiedFor = path;
  return { url: SERVER, close: () => Promise.resolve() };
}

/** Leaves nothing in the database of a server. */
export async function empty(url: string): Promise<void> {
  const client = createClient({ url, authToken: Deno.env.get("ALERA_DATABASE_AUTH_TOKEN") });
  try {
    const { rows } = await client.execute(
      `SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view', 'table') AND name NOT LIKE 'sqlite_%'
         AND name NOT LIKE 'libsql_%' ORDER BY type = 'table', type = 'view'`,
    );
    // One connection, one transaction: foreign keys are asked about at its end, when all is gone.
    await client.migrate(rows.map(({ type, name }) => `DROP ${type} "${name}"`));
  } finally {
    client.close();
  }
}
