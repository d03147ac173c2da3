/** What an error of the engine is called. */

/** SQLite's primary result codes, and the text of those that come without a number (from a script or a BEGIN). */
const CODES: [number, string, RegExp][] = [
  [5, "SQLITE_BUSY", /database is locked/],
  [8, "SQLITE_READONLY", /readonly database/],
  [10, "SQLITE_IOERR", /disk I\/O error/],
  [11, "SQLITE_CORRUPT", /malformed/],
  [13, "SQLITE_FULL", /is full$/],
  [14, "SQLITE_CANTOPEN", /unable to open/],
  [19, "SQLITE_CONSTRAINT", /constraint/],
  [26, "SQLITE_NOTADB", /not a database/],
];

/** The error with SQLite's own name as its `code`; what does not come from the engine stays as it is. */
export function withCode(error: unknown): unknown {
  const found = error as { code?: string; errcode?: number; message: string };
  if (error instanceof Error && found.code === "ERR_SQLITE_ERROR") {
    // Of a script the engine quotes the whole text: a line of a log names the error, not the statements.
    found.message = found.message.replace(/ in [^]* at offset \d+$/, "");
    const { errcode } = found;
    const known = errcode === undefined
      ? CODES.find(([, , text]) => text.test(found.message))
      : CODES.find(([number]) => number === (errcode & 0xff));
    found.code = known?.[1] ?? "SQLITE_ERROR";
  }
  return error;
}

/** Another connection or process holds a lock that is needed. */
export function isBusy(error: unknown): boolean {
  return (error as { code?: string }).code === "SQLITE_BUSY";
}
