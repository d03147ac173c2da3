/** The version stands in `deno.json`, and nowhere else. */
import manifest from "../deno.json" with { type: "json" };

export const VERSION: string = manifest.version;
