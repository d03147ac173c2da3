/**
 * A process that books and sends what happens to a webhook endpoint, until nothing is left, or until it is killed. Arguments: database
 * file, provider's id, class's id, how many book; and, as the control, `careless`: it notes a delivery as made before it is sent.
 */
import type { Database } from "../../src/db/database.ts";
import { DomainError } from "../../src/domain/errors.ts";
import { bookClass } from "../../src/workflows/bookings/book_class.ts";
import { startApp } from "./app.ts";
import { ORIGIN, person } from "./studio.ts";

const [databasePath, providerId, classId, customers, careless] = Deno.args;

const CLAIM = "next_attempt_at = ?, claimed_at = ? WHERE seq = ?";
const NOTED =
  "state = iif(? IS NULL, 'failed', 'delivered'), next_attempt_at = NULL, claimed_at = iif(? IS NULL, NULL, NULL) WHERE seq = ?";

const noteFirst = (db: Database): Database => ({
  read: (sql, args) => db.read(sql, args),
  version: (scope) => db.version(scope),
  snapshot: (work) => db.snapshot(work),
  backup: (file, prove) => db.backup(file, prove),
  close: () => db.close(),
  write: (scope, work) =>
    db.write(scope, (tx) =>
      work({
        read: (sql, args) => tx.read(sql, args),
        run: (sql, args) =>
          tx.run(sql.startsWith("UPDATE webhook_deliveries SET attempts") ? sql.replace(CLAIM, NOTED) : sql, args),
      })),
});

const t = await startApp({ databasePath, broken: true, wrapDatabase: careless ? noteFirst : undefined });
t.jobs.start();
let next = 0;
await Promise.all(Array.from({ length: 8 }, async () => {
  while (next < Number(customers)) {
    await bookClass(t.ctx, { providerId, origin: ORIGIN }, classId, person(next++)).catch((error) => {
      if (!(error instanceof DomainError)) throw error; // one before it had them in its books
    });
  }
}));
const pending = "SELECT 1 AS owed FROM webhook_deliveries WHERE next_attempt_at IS NOT NULL LIMIT 1";
while ((await t.db.read(pending)).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
await t[Symbol.asyncDispose]();
