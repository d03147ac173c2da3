/** The compiled program, used as a user does. `deno task test:binary`; ALERA_COMPILER names another Deno to build with. */
import assert from "node:assert/strict";
import { journey } from "../journeys/journey.ts";
import { startServer } from "../journeys/server.ts";
import { runChild } from "../support/child_process.ts";

const root = new URL("../../", import.meta.url);
const config = JSON.parse(Deno.readTextFileSync(new URL("deno.json", root)));

/** The permission set of `deno.json` as flags. */
function permissionFlags(): string[] {
  return Object.entries<true | string[]>(config.permissions.default).map(([name, value]) =>
    value === true ? `--allow-${name}` : `--allow-${name}=${value.join(",")}`
  );
}

/** Builds with the arguments of `deno task compile`. */
async function build(output: string): Promise<void> {
  const words: string[] = config.tasks.compile.command.split(" ").slice(2);
  words[words.indexOf("--output") + 1] = output;
  const compiler = Deno.env.get("ALERA_COMPILER") ?? Deno.execPath();
  // An older compiler knows no permission set: it gets the same list as flags.
  words.splice(words.indexOf("-P"), 1, ...permissionFlags());
  const built = await runChild(compiler, ["compile", "--no-check", ...words], { cwd: root, deadline: 600_000 });
  assert.equal(built.code, 0, built.err);
}

Deno.test("the binary runs alone: migrations, the thread of the database and pages are inside, and the journey works", async () => {
  const directory = await Deno.makeTempDir({ prefix: "alera-binary-" });
  try {
    const binary = `${directory}/alera`;
    await build(binary);
    const elsewhere = await Deno.makeTempDir({ dir: directory });
    const version = await runChild(binary, ["version"], { cwd: elsewhere });
    assert.match(version.out, /^alera \d+\.\d+\.\d+\n$/);

    await using server = await startServer({ command: [binary], directory: elsewhere });
    const steps: string[] = [];
    await journey({ url: server.url, demo: server.demo, print: (line) => steps.push(line) });
    assert.equal(steps.length, 12, steps.join("\n"));
    for (
      const path of [
        "/embed.js",
        "/docs",
        "/docs/docs.css",
        "/docs/docs.js",
        "/docs/first-booking",
        "/docs/rules.md",
        "/llms.txt",
        "/openapi.json",
      ]
    ) {
      const answer = await fetch(`${server.url}${path}`);
      await answer.body?.cancel();
      assert.equal(answer.status, 200, path);
    }
    const doctor = await runChild(binary, ["doctor"], { env: server.env });
    assert.equal(doctor.code, 0, doctor.out + doctor.err);
    assert.equal(await server.stop(), 0, server.output());
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
