/** How a promise is asked about: questions in SQL that answer one line per record that breaks it, and nothing personal. */
import type { Reader } from "../db/database.ts";

/** One question: `text` with a `%s` for each value. */
export const ask = (text: string, values: string[], from: string) =>
  `SELECT printf('${text}', ${values.map((value) => `coalesce(${value}, 'none')`).join(", ")}) AS breach ${from}`;

/** The first of several things that can be wrong with a row, as the column `wrong`. */
export const firstWrong = (cases: [condition: string, text: string][]) =>
  `CASE ${cases.map(([condition, text]) => `WHEN ${condition} THEN ${text}`).join(" ")} END AS wrong`;

/** A line for each record that breaks one of these. @param questions each answers a column `breach` */
export async function listBreaches(from: Reader, questions: string[]): Promise<string[]> {
  return (await from.read(questions.join("\nUNION ALL "))).map((row) => row.breach);
}

/** Enrollments that have a seat. */
export const SEATED = "('Confirmed', 'Completed', 'NoShow')";
