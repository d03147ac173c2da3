import type { Config } from "../config.ts";
import { ping } from "../db/ping.ts";
import { findBreaches } from "../doctor/run.ts";
import { type Command, UsageError } from "./command.ts";
import { NoDatabase } from "./database.ts";
import { tryOutside } from "./outside.ts";
import type { Shell } from "./shell.ts";

export const doctor: Command = {
  name: "doctor",
  summary:
    "Checks every invariant on one snapshot, also while serving, and changes nothing. Exit 1 and a line for each breach, 2 when it could not look.",
  usage: "alera doctor [--outside [--mail-to ADDRESS]] [--json]",
  options: {
    outside: { type: "boolean", help: "Also tries mail and Stripe with what is configured, and sends nothing." },
    "mail-to": { type: "string", help: "With --outside: sends a test mail to this address." },
    json: { type: "boolean", help: "Prints JSON." },
  },
  async run({ values }, shell) {
    const mailTo: string | null = values["mail-to"] ?? null;
    if (mailTo !== null && !values.outside) throw new UsageError("--mail-to goes with --outside");
    const config = await shell.config(values.outside ? "serve" : "data");
    const { breaches, sqlite } = await examine(config, shell);
    const tried = values.outside ? await tryOutside(config, mailTo) : [];
    const ok = breaches.length === 0 && tried.every(({ works }) => works);
    if (values.json) {
      shell.out(`${JSON.stringify({ ok, breaches, sqlite, ...values.outside ? { outside: tried } : {} })}\n`);
    } else {
      const books = breaches.length === 0
        ? [`All invariants hold (SQLite ${sqlite}).`]
        : [...breaches, ...sqlite ? [`Found by SQLite ${sqlite}.`] : []];
      shell.out([...books, ...tried.map(({ line }) => line)].map((line) => `${line}\n`).join(""));
    }
    return ok ? 0 : 1;
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
