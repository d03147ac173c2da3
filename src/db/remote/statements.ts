/** Statements and rows as @libsql/client has them. */
import type { ResultSet } from "@libsql/client/http";
import { parameterCount, type Row, type SqlValue, toEngineValue } from "../database.ts";

/** @throws TypeError when the number of values is not the number of parameters */
export function toStatement(sql: string, args: SqlValue[]) {
  const parameters = parameterCount(sql);
  if (args.length !== parameters) {
    throw new TypeError(`The statement has ${parameters} parameters, ${args.length} were given.`);
  }
  return { sql, args: args.map(toEngineValue) };
}

/** The client's rows carry every value twice, by index and by name. */
export function plainRows(result: ResultSet): Row[] {
  return result.rows.map((row) => Object.fromEntries(result.columns.map((column, i) => [column, row[i]])));
}
