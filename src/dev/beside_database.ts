/** Files that development keeps beside an embedded database. */
import type { Config } from "../config.ts";
import { randomText } from "../domain/ids.ts";

/** The path of `file` beside the database; in `data` when the database is a server. */
export function besideDatabase(config: Config, file: string): string {
  const path = /^file:(?:\/\/)?([^?]*)/.exec(config.database.url)?.[1];
  const directory = path?.includes("/") ? path.slice(0, path.lastIndexOf("/")) : path ? "." : "data";
  return `${directory}/${file}`;
}

/** A secret that outlives a reload, so that links in the mailbox stay valid. */
export async function developmentSecret(config: Config): Promise<string> {
  const file = besideDatabase(config, "development-secret");
  try {
    return (await Deno.readTextFile(file)).trim();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const secret = randomText(64);
  await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
  await Deno.writeTextFile(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}
