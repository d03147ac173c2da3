/** The world as a command sees it. Tests give their own. */
import { writerTo } from "../adapters/output.ts";
import { documentOf } from "../app.ts";
import { type Config, processEnvironment, readConfig } from "../config.ts";
import type { Database, Reader } from "../db/database.ts";
import { VERSION } from "../version.ts";
import { bringUpToDate, examineExisting, openExisting } from "./database.ts";
import { serve, type ServeOptions } from "./server.ts";
import { type Services, wire } from "./wire.ts";

export interface Shell {
  out(text: string): void;
  err(text: string): void;
  /** @throws ConfigError */
  config(needs: "serve" | "data"): Promise<Config>;
  /** Opens a database of this version and changes no schema. The caller closes it. @throws NoDatabase, MigrationError */
  openExisting(config: Config): Promise<Database>;
  /** Runs `work` on one state of the database and changes nothing. @throws NoDatabase, ConfigError when it could not look */
  examine<T>(config: Config, work: (books: Reader) => Promise<T>): Promise<T>;
  /** Names of the migrations that were applied now. */
  migrate(config: Config): Promise<string[]>;
  /** Everything an operation needs; the caller disposes of it. */
  openServices(config: Config): Promise<Services>;
  /** Listens until a signal ends it. Answers the exit code. */
  serve(config: Config, options: ServeOptions): Promise<number>;
  version: string;
  openApi(publicUrl: string): unknown;
}

/** Of this process. */
export const shell: Shell = {
  out: writerTo(Deno.stdout),
  err: writerTo(Deno.stderr),
  version: VERSION,
  config: (needs) => Promise.resolve(readConfig(processEnvironment(), needs)),
  openExisting,
  examine: examineExisting,
  migrate: bringUpToDate,
  openServices: (config) => wire(config, { alone: true }),
  serve,
  openApi: documentOf,
};
