/** Where the sample studio's keys are kept. */
import type { Config } from "../../config.ts";
import { besideDatabase } from "../beside_database.ts";
import type { SampleStudio } from "./sample_studio.ts";

/** A file beside the database. Its `load` answers null when there is none that can be read. */
export function sampleStudioFile(config: Config) {
  const path = besideDatabase(config, "demo.json");
  return {
    async load(): Promise<SampleStudio | null> {
      try {
        return JSON.parse(await Deno.readTextFile(path));
      } catch {
        return null;
      }
    },
    save: (studio: SampleStudio) => Deno.writeTextFile(path, JSON.stringify(studio, null, 2), { mode: 0o600 }),
  };
}
