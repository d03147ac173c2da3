import { embeddedPath } from "../db/open.ts";
import { ConfigError } from "../config.ts";
import { type Command, UsageError } from "./command.ts";
import { orFailed } from "./failed.ts";
import { proveCopy } from "./prove_copy.ts";

export const backup: Command = {
  name: "backup",
  summary:
    "Copies the database to a new file, also while serving; the copy counts when the doctor finds nothing in it.",
  usage: "alera backup FILE [--json]",
  options: { json: { type: "boolean", help: "Prints JSON." } },
  words: 1,
  async run({ positionals: [file], values }, shell) {
    if (!file) throw new UsageError("say the FILE to write");
    const config = await shell.config("data");
    if (embeddedPath(config.database) === null) {
      throw new ConfigError("ALERA_DATABASE_URL names a server: back up the server");
    }
    const db = await shell.openExisting(config);
    try {
      await orFailed(`backup ${file}`, () => db.backup(file, proveCopy));
    } finally {
      await db.close();
    }
    const { size: bytes } = await Deno.stat(file);
    shell.out(
      values.json ? `${JSON.stringify({ file, bytes })}\n` : `Wrote ${file}: ${bytes} bytes, proven by the doctor.\n`,
    );
    return 0;
  },
};
