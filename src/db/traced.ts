import type { Database } from "./database.ts";

/** The same database, each write of which runs inside `around`: from its place in the queue until it is on disk. */
export function aroundWrites(db: Database, around: <T>(write: () => Promise<T>) => Promise<T>): Database {
  return {
    read: (sql, args) => db.read(sql, args),
    write: (scope, work) => around(() => db.write(scope, work)),
    version: (scope) => db.version(scope),
    snapshot: (work) => db.snapshot(work),
    backup: (file, prove, signal) => db.backup(file, prove, signal),
    close: () => db.close(),
  };
}
