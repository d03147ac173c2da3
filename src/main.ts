/** The command line: which command runs. */
import { backup } from "./cli/backup.ts";
import { type Command, helpOf, parseCommand, UsageError } from "./cli/command.ts";
import { demo } from "./cli/demo.ts";
import { doctor } from "./cli/doctor.ts";
import { exportCommand } from "./cli/export.ts";
import { Failed } from "./cli/failed.ts";
import { key } from "./cli/key.ts";
import { listen } from "./cli/listen.ts";
import { migrateCommand } from "./cli/migrate.ts";
import { openapi } from "./cli/openapi.ts";
import { provider } from "./cli/provider.ts";
import { reconcile } from "./cli/reconcile.ts";
import { restore } from "./cli/restore.ts";
import { serveCommand } from "./cli/serve.ts";
import { shell } from "./cli/shell.ts";
import { version } from "./cli/version.ts";
import { ConfigError } from "./config.ts";
import { MigrationError } from "./db/migrate.ts";

const COMMANDS: Command[] = [
  serveCommand,
  migrateCommand,
  demo,
  provider,
  key,
  doctor,
  backup,
  restore,
  exportCommand,
  listen,
  reconcile,
  openapi,
  version,
];

/** What ends a command with one line; whatever else goes wrong is a fault of ours. */
const EXPECTED = [UsageError, ConfigError, MigrationError, Failed];

function overview(): string {
  const width = Math.max(...COMMANDS.map((one) => one.name.length));
  const lines = COMMANDS.map((one) => `  ${one.name.padEnd(width)}  ${one.summary}`);
  return `alera ${shell.version}: booking engine for studios\n\nUsage: alera COMMAND [--help]\n\n${lines.join("\n")}\n`;
}

/** @returns the exit code: 0 done, 1 failed, 2 called wrongly or configured wrongly */
export async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (!name || name === "help" || name === "--help" || name === "-h") {
    shell.out(overview());
    return name ? 0 : 2;
  }
  const command = COMMANDS.find((one) => one.name === name) ?? (name === "--version" ? version : undefined);
  try {
    if (!command) throw new UsageError(`there is no command ${name}; see alera --help`);
    const given = parseCommand(command, rest);
    if (given.values.help) {
      shell.out(helpOf(command));
      return 0;
    }
    return await command.run(given, shell);
  } catch (error) {
    if (!EXPECTED.some((kind) => error instanceof kind)) throw error;
    shell.err(`alera: ${(error as Error).message}\n`);
    return error instanceof MigrationError || error instanceof Failed ? 1 : 2;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
