import type { Command } from "./command.ts";

export const migrateCommand: Command = {
  name: "migrate",
  summary: "Brings the database up to date. Safe to run again, and at the same time elsewhere.",
  usage: "alera migrate [--json]",
  options: { json: { type: "boolean", help: "Prints JSON." } },
  async run({ values }, shell) {
    const applied = await shell.migrate(await shell.config("data"));
    shell.out(
      values.json
        ? `${JSON.stringify({ applied })}\n`
        : applied.length
        ? `Applied ${applied.join(", ")}.\n`
        : "Up to date.\n",
    );
    return 0;
  },
};
