/** Writes what a busy studio holds in the newest schema: `deno task upgrade:dump`, before a migration follows a released one. */
import { loadMigrations } from "../../src/db/migrate.ts";
import { live } from "../doctor/busy_studio.ts";
import { studio } from "../support/studio.ts";
import { dump } from "./upgrade.ts";

const newest = (await loadMigrations(new URL("../../migrations/", import.meta.url))).at(-1)!.name;
await using t = await studio();
await live(t);
const copy = `${t.directory}/copy.db`;
await t.db.backup(copy);
const file = new URL(`upgrades/${newest}.sql`, import.meta.url);
await Deno.writeTextFile(file, dump(copy));
console.log(`${file.pathname}: ${(await Deno.stat(file)).size} bytes`);
