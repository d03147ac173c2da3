import assert from "node:assert/strict";
import { openDatabase } from "../../src/db/open.ts";
import { serveHrana } from "../support/hrana_server.ts";

Deno.test("the URL decides which driver serves it", async () => {
  const directory = await Deno.makeTempDir({ prefix: "alera open " });
  const server = serveHrana(`${directory}/server.db`);
  const files = [`file:${directory}/plain.db`, `file://${directory.replaceAll(" ", "%20")}/url.db`];
  for (const url of [...files, server.url]) {
    const db = openDatabase({ url });
    await db.write("a", (tx) => tx.run("CREATE TABLE t (x)"));
    assert.equal(typeof db.version("a") === "number", url.startsWith("file:"));
    await db.close();
  }
  await server.close();
  const names = [...Deno.readDirSync(directory)].map(({ name }) => name).filter((name) => name.endsWith(".db"));
  assert.deepEqual(names.sort(), ["plain.db", "server.db", "url.db"]);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("a URL that is none is refused", () => {
  for (const url of ["", "data/alera.db", "postgres://localhost/alera", ":memory:"]) {
    assert.throws(() => openDatabase({ url }), /Not a database URL/);
  }
});
