/** `deno task client:generate`: reads the document of `alera openapi` and writes the client's types. */
import { generateTypes, TYPES } from "./types.ts";

const main = new URL("../../src/main.ts", import.meta.url).pathname;
const { success, stdout } = await new Deno.Command(Deno.execPath(), {
  args: ["run", "--quiet", "-P", main, "openapi"],
  stderr: "inherit",
}).output();
if (!success) Deno.exit(1);
await Deno.writeTextFile(TYPES, await generateTypes(JSON.parse(new TextDecoder().decode(stdout))));
