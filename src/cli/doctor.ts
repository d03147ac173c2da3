import type { Config } from "../config.ts";
import { findBreaches } from "../doctor/run.ts";
import type { Command } from "./command.ts";
import { NoDatabase } from "./database.ts";
import type { Shell } from "./shell.ts";

export const doctor: Command = {
  name: "doctor",
  summary: "Checks every invariant on one snapshot, also while serving. Exit 1 and a line for each breach.",
  usage: "alera doctor [--json]",
  options: { json: { type: "boolean", help: "Prints JSON." } },
  async run({ values }, shell) {
    const breaches = await examine(await shell.config("data"), shell);
    if (values.json) shell.out(`${JSON.stringify({ ok: breaches.length === 0, breaches })}\n`);
    else shell.out(breaches.length ? breaches.map((line) => `${line}\n`).join("") : "All invariants hold.\n");
    return breaches.length ? 1 : 0;
  },
};

/** Books that are not there, or can't be read, are the worst breach of all. */
async function examine(config: Config, shell: Shell): Promise<string[]> {
  try {
    const db = await shell.openExisting(config);
    try {
      return await db.snapshot((reader) => findBreaches(reader, Date.now()));
    } finally {
      await db.close();
    }
  } catch (error) {
    if (error instanceof NoDatabase) return [error.message];
    throw error;
  }
}
