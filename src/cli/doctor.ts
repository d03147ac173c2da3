import type { Config } from "../config.ts";
import { ping } from "../db/ping.ts";
import { findBreaches } from "../doctor/run.ts";
import type { Command } from "./command.ts";
import { NoDatabase } from "./database.ts";
import type { Shell } from "./shell.ts";

export const doctor: Command = {
  name: "doctor",
  summary:
    "Checks every invariant on one snapshot, also while serving, and changes nothing. Exit 1 and a line for each breach, 2 when it could not look.",
  usage: "alera doctor [--json]",
  options: { json: { type: "boolean", help: "Prints JSON." } },
  async run({ values }, shell) {
    const { breaches, sqlite } = await examine(await shell.config("data"), shell);
    if (values.json) shell.out(`${JSON.stringify({ ok: breaches.length === 0, breaches, sqlite })}\n`);
    else if (breaches.length) {
      shell.out([...breaches, ...sqlite ? [`Found by SQLite ${sqlite}.`] : []].map((line) => `${line}\n`).join(""));
    } else shell.out(`All invariants hold (SQLite ${sqlite}).\n`);
    return breaches.length ? 1 : 0;
  },
};

/** Books that are not there, or can't be read, are the worst breach of all. @returns also the engine's version, if it was asked */
async function examine(config: Config, shell: Shell): Promise<{ breaches: string[]; sqlite: string | null }> {
  try {
    return await shell.examine(config, async (books) => ({
      breaches: await findBreaches(books, Date.now()),
      ...await ping(books),
    }));
  } catch (error) {
    if (error instanceof NoDatabase) return { breaches: [error.message], sqlite: null };
    throw error;
  }
}
