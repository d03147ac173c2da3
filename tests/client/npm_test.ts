/** The npm package as a developer gets it: packed, installed in a plain Node project, typed, and run by Node. */
import assert from "node:assert/strict";
import { Webhook } from "standardwebhooks";
import ts from "typescript";
import { buildNpmPackage } from "../../client/build/npm.ts";
import { startServer } from "../journeys/server.ts";
import { runChild } from "../support/child_process.ts";
import { hasNode } from "./node.ts";

const EXAMPLE = new URL("../../client/examples/node/book.mjs", import.meta.url);

async function npm(cwd: string, ...args: string[]): Promise<string> {
  const { code, out, err } = await runChild("npm", [...args, "--offline", "--no-audit", "--no-fund"], { cwd });
  assert.equal(code, 0, out + err);
  return out;
}

/** A project with nothing but the packed client in it. */
async function installedIn(directory: string): Promise<string> {
  await buildNpmPackage(new URL(`file://${directory}/package/`));
  const packed = (await npm(`${directory}/package`, "pack", "--silent")).trim();
  const project = `${directory}/project`;
  await Deno.mkdir(project);
  await Deno.writeTextFile(`${project}/package.json`, '{ "private": true, "type": "module" }');
  await npm(project, "install", `../package/${packed}`);
  return project;
}

/** What TypeScript says of a file in the project, as an editor would. */
function mistakesIn(file: string): string[] {
  const program = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types: [],
    module: ts.ModuleKind.NodeNext,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

/** What Node's own Web Crypto makes of a signed message. */
async function verifiedByNode(project: string): Promise<string> {
  const [secret, payload] = [`whsec_${btoa("a secret of the tests")}`, '{"type":"ping"}'];
  const headers = {
    "webhook-id": "evt-1",
    "webhook-timestamp": String(Math.floor(Date.now() / 1000)),
    "webhook-signature": new Webhook(secret).sign("evt-1", new Date(), payload),
  };
  const script = `import { verifyWebhook } from "@alera/client";
    console.log((await verifyWebhook(...${JSON.stringify([payload, headers, secret])})).type);`;
  await Deno.writeTextFile(`${project}/verify.mjs`, script);
  const { out, err } = await runChild("node", ["verify.mjs"], { cwd: project });
  return out + err;
}

Deno.test({
  name: "the npm package is installed in a Node project, has its types, and books",
  ignore: !hasNode("npm package"),
  fn: async () => {
    const directory = await Deno.makeTempDir({ prefix: "alera-npm-" });
    try {
      const project = await installedIn(directory);
      const begin = `import { createAlera } from "@alera/client";\nconst alera = createAlera({ url: "" });\n`;
      const good = `${begin}const { class: one } = await alera.get("/api/classes/{id}", { path: { id: "" } });
        export const seats: number = one.seatsLeft;`;
      await Deno.writeTextFile(`${project}/good.ts`, good);
      assert.deepEqual(mistakesIn(`${project}/good.ts`), []);
      await Deno.writeTextFile(`${project}/bad.ts`, good.replace("seatsLeft", "seatsGone"));
      assert.match(mistakesIn(`${project}/bad.ts`).join(), /seatsGone/);

      assert.equal(await verifiedByNode(project), "ping\n");

      await using server = await startServer();
      await Deno.copyFile(EXAMPLE, `${project}/book.mjs`);
      const { key, origin, handle } = server.demo;
      const env = { ALERA_URL: server.url, ALERA_KEY: key, SITE: origin, HANDLE: handle };
      const book = (...who: string[]) => runChild("node", ["book.mjs", ...who], { cwd: project, env });
      const booked = await book("Jane Node", "jane.node@example.com", "5555550123");
      assert.match(booked.out, /: enr-\w+\n(Pay here: http|Booked)/, booked.err);
      const refused = await book("Jane Node", "jane", "5555550123");
      assert.equal(refused.code, 1);
      assert.match(refused.err, /^invalid_request: .+\n {2}email: /);
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  },
});
