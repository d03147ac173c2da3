import type { Command } from "./command.ts";

export const version: Command = {
  name: "version",
  summary: "Prints the version.",
  usage: "alera version [--json]",
  options: { json: { type: "boolean", help: "Prints JSON." } },
  run({ values }, shell) {
    shell.out(
      values.json
        ? `${JSON.stringify({ version: shell.version, deno: Deno.version.deno })}\n`
        : `alera ${shell.version}\n`,
    );
    return Promise.resolve(0);
  },
};
