/** A database that fails when it is told to. */
import type { Database } from "../../src/db/database.ts";

export class DatabaseFaults {
  /** The so-manieth changing statement from now on fails, once. */
  statement: number | null = null;
  /** Next write: its work is done, then the transaction is lost. */
  commit = false;
  /** Next write: it is committed, and nobody is told. */
  answer = false;
  /** As after a crash: nothing can be written any more. */
  dead = false;

  /** For `AppOptions.wrapDatabase`. */
  readonly wrap = (db: Database): Database => ({
    read: (sql, args) => db.read(sql, args),
    version: (scope) => db.version(scope),
    snapshot: (work) => db.snapshot(work),
    backup: (file) => db.backup(file),
    close: () => db.close(),
    write: async (scope, work) => {
      if (this.dead) throw new Error("the database is gone");
      const result = await db.write(scope, async (tx) => {
        const done = await work({
          read: (sql, args) => tx.read(sql, args),
          run: (sql, args) => {
            if (this.statement !== null && --this.statement === 0) {
              this.statement = null;
              throw new Error("the database failed at a statement");
            }
            return tx.run(sql, args);
          },
        });
        if (this.commit) {
          this.commit = false;
          throw new Error("the database failed at the commit");
        }
        return done;
      });
      if (this.answer) {
        this.answer = false;
        throw new Error("the database did not say that it committed");
      }
      return result;
    },
  });
}
