/**
 * The examples in `deploy/`, read by the programs they are for. CADDY_PROGRAM, NGINX_PROGRAM (nginx reads NGINX itself) and
 * LITESTREAM name them; what is not installed is skipped, and says so.
 */
import assert from "node:assert/strict";
import { freePort, until } from "../journeys/server.ts";
import { endOf, runChild } from "../support/child_process.ts";

const DEPLOY = new URL("../../deploy/", import.meta.url).pathname;

async function isInstalled(program: string, flag: string): Promise<boolean> {
  const isThere = await runChild(program, [flag]).then(({ code }) => code === 0, () => false);
  if (!isThere) console.log(`SKIPPED: ${program} is not installed`);
  return isThere;
}

const CADDY = Deno.env.get("CADDY_PROGRAM") ?? "caddy";
const NGINX = Deno.env.get("NGINX_PROGRAM") ?? "nginx";
const [hasSystemd, hasCaddy, hasNginx, hasLitestream] = await Promise.all([
  isInstalled("systemd-analyze", "--version"),
  isInstalled(CADDY, "version"),
  isInstalled(NGINX, "-v"),
  isInstalled(Deno.env.get("LITESTREAM") ?? "litestream", "version"),
]);

async function withDirectory(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "alera-deploy-" });
  try {
    await use(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test(
  "systemd knows every line of the unit, and finds the service well guarded",
  { ignore: !hasSystemd },
  () =>
    withDirectory(async (directory) => {
      const unit = `${directory}/alera.service`;
      const text = await Deno.readTextFile(`${DEPLOY}alera.service`);
      await Deno.writeTextFile(unit, text.replace("/usr/local/bin/alera", "/bin/true"));
      const known = await runChild("systemd-analyze", ["verify", unit]);
      assert.deepEqual([known.code, known.out + known.err], [0, ""]);
      const guarded = await runChild("systemd-analyze", ["security", "--offline=true", "--threshold=20", unit]);
      assert.equal(guarded.code, 0, guarded.out);
      for (const line of ["LimitNOFILE=65536", "PrivateTmp=yes", "NoNewPrivileges=yes", "ProtectSystem=strict"]) {
        assert.ok(text.split("\n").includes(line), line);
      }
      await Deno.writeTextFile(unit, text.replace("PrivateTmp=", "PrivatTmp="));
      assert.match((await runChild("systemd-analyze", ["verify", unit])).err, /PrivatTmp/, "control");
    }),
);

/** What stands behind the proxy: it answers with what it was asked. */
function upstream() {
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    asked.push(new URL(request.url).pathname);
    await request.arrayBuffer().catch(() => {}); // cut off by the proxy
    return Response.json(Object.fromEntries(request.headers));
  });
  return { asked, port: server.addr.port, [Symbol.asyncDispose]: () => server.shutdown() };
}

/** What any proxy before Alera must do. @param base its address */
async function examine(base: string, behind: ReturnType<typeof upstream>, client?: Deno.HttpClient): Promise<void> {
  const ask = (path: string, init: RequestInit = {}) => fetch(`${base}${path}`, { ...init, client } as RequestInit);
  const forged = { "x-real-ip": "203.0.113.9", "x-forwarded-for": "203.0.113.9" };
  const told = await (await ask("/api/classes?x=1", { headers: forged })).json();
  assert.equal(told["x-real-ip"], "127.0.0.1", "the client's own word for its address does not arrive");
  assert.equal(told.host.split(":")[0], new URL(base).hostname);
  assert.equal((await ask("/api/webhooks/stripe", { method: "POST", body: "x".repeat(900_000) })).status, 200);
  const large = await ask("/large", { method: "POST", body: "x".repeat(2_000_000) }).then((answer) => answer.status);
  assert.ok([413, 502].includes(large), `${large}: a proxy that passes on as it reads notices late`);
  const metrics = await ask("/metrics");
  assert.equal(metrics.status, 404);
  await metrics.body?.cancel();
  assert.ok(!behind.asked.includes("/metrics"));
}

/** Runs a program until `use` is over, which begins when `base` answers. */
async function running(
  directory: string,
  [program, ...args]: string[],
  base: string,
  client: Deno.HttpClient | undefined,
  use: () => Promise<void>,
): Promise<void> {
  const child = new Deno.Command(program, { args, env: { HOME: directory }, stdout: "piped", stderr: "piped" })
    .spawn();
  let printed = "";
  const reading = [child.stdout, child.stderr].map((stream) =>
    stream.pipeThrough(new TextDecoderStream()).pipeTo(new WritableStream({ write: (text) => void (printed += text) }))
  );
  try {
    await until(
      () =>
        fetch(base, { client } as RequestInit).then(async (answer) => (await answer.body?.cancel(), true), () => false),
      () => printed,
    );
    await use();
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${printed}`);
  } finally {
    child.kill("SIGTERM");
    await endOf(child, () => printed, 20_000);
    await Promise.all(reading);
  }
}

Deno.test(
  "Caddy takes its example, and does what it says",
  { ignore: !hasCaddy },
  () =>
    withDirectory(async (directory) => {
      const adapter = ["--adapter", "caddyfile", "--config"];
      const valid = await runChild(CADDY, ["validate", ...adapter, `${DEPLOY}Caddyfile`], { env: { HOME: directory } });
      assert.equal(valid.code, 0, valid.err);
      await using behind = upstream();
      const base = `http://127.0.0.1:${freePort()}`;
      const text = await Deno.readTextFile(`${DEPLOY}Caddyfile`);
      await Deno.writeTextFile(
        `${directory}/Caddyfile`,
        text.replace("{\n", "{\n\tadmin off\n").replace("book.example.com {", `${base} {`).replace(
          "127.0.0.1:8000",
          `127.0.0.1:${behind.port}`,
        ),
      );
      await running(directory, [CADDY, "run", ...adapter, `${directory}/Caddyfile`], base, undefined, () =>
        examine(base, behind));
    }),
);

Deno.test(
  "nginx takes its example, and does what it says",
  { ignore: !hasNginx },
  () =>
    withDirectory(async (directory) => {
      await using behind = upstream();
      const [key, cert] = [`${directory}/key.pem`, `${directory}/cert.pem`];
      const subject = [
        "-subj",
        "/CN=127.0.0.1",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-addext",
        "basicConstraints=critical,CA:FALSE",
      ];
      const made = await runChild("openssl", [
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"],
        ...["-keyout", key, "-out", cert, ...subject],
      ]);
      assert.equal(made.code, 0, made.err);
      const port = freePort();
      const site = (await Deno.readTextFile(`${DEPLOY}nginx.conf`))
        .replace("listen 80;", `listen 127.0.0.1:${freePort()};`)
        .replace("listen 443", `listen 127.0.0.1:${port}`)
        .replace(/\S+fullchain\.pem/, cert)
        .replace(/\S+privkey\.pem/, key)
        .replace("127.0.0.1:8000", `127.0.0.1:${behind.port}`);
      await Deno.writeTextFile(`${directory}/alera.conf`, site);
      const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((one) =>
        `${one}_temp_path ${directory}/${one};`
      );
      const main = `daemon off; master_process off; pid ${directory}/pid; error_log stderr; events {}
http { access_log off; ${temporary.join(" ")} include ${directory}/alera.conf; }`;
      await Deno.writeTextFile(`${directory}/nginx.conf`, main);
      const args = ["-p", directory, "-c", `${directory}/nginx.conf`];
      const valid = await runChild(NGINX, [...args, "-t"]);
      assert.equal(valid.code, 0, valid.err);
      using client = Deno.createHttpClient({ caCerts: [await Deno.readTextFile(cert)] });
      const base = `https://127.0.0.1:${port}`;
      await running(directory, [NGINX, ...args], base, client, () => examine(base, behind, client));
    }),
);

Deno.test("Litestream takes its example", { ignore: !hasLitestream }, () =>
  withDirectory(async (directory) => {
    const env = { LITESTREAM_DATABASE: `${directory}/alera.db`, LITESTREAM_REPLICA_URL: `file://${directory}/copy` };
    const program = Deno.env.get("LITESTREAM") ?? "litestream";
    const { code, out, err } = await runChild(program, ["databases", "-config", `${DEPLOY}litestream.yml`], { env });
    assert.equal(code, 0, err);
    assert.match(out, new RegExp(`${directory}/alera\\.db +file`));
  }));
