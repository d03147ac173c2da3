import { findBreaches } from "../workflows/invariants.ts";
import type { Command } from "./command.ts";

export const doctor: Command = {
  name: "doctor",
  summary: "Checks every invariant on one snapshot, also while serving. Exit 1 and a line for each breach.",
  usage: "alera doctor [--json]",
  options: { json: { type: "boolean", help: "Prints JSON." } },
  async run({ values }, shell) {
    const db = await shell.openDatabase(await shell.config("data"));
    try {
      const breaches = await db.snapshot((reader) => findBreaches(reader));
      if (values.json) shell.out(`${JSON.stringify({ ok: breaches.length === 0, breaches })}\n`);
      else shell.out(breaches.length ? breaches.map((line) => `${line}\n`).join("") : "All invariants hold.\n");
      return breaches.length ? 1 : 0;
    } finally {
      await db.close();
    }
  },
};
