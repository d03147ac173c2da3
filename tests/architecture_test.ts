/** The house rules of docs/architecture.md, read from the source: who may import whom, where SQL, the environment and the clock may be. */
import assert from "node:assert/strict";

/** Path inside the project → text. */
type Tree = Map<string, string>;

interface Import {
  /** A path inside the project, or the specifier of a package. */
  target: string;
  typeOnly: boolean;
  names: string[];
}

const ROOT = new URL("../", import.meta.url);

async function readTree(directory: string): Promise<Tree> {
  const tree: Tree = new Map();
  for await (const entry of Deno.readDir(new URL(`${directory}/`, ROOT))) {
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory) { for (const [inner, text] of await readTree(path)) tree.set(inner, text); }
    else tree.set(path, await Deno.readTextFile(new URL(path, ROOT)));
  }
  return tree;
}

const src = await readTree("src");
const isCode = (path: string) => /\.tsx?$/.test(path);
const client = await readTree("client");
const code = new Map([...src].filter(([path]) => isCode(path)));

// ---------------------------------------------------------------- imports

const withoutComments = (text: string) => text.replace(/^\s*\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

/** Statements as `deno fmt` writes them, `import type`, `export … from`, and imports inside expressions and types. */
function importsOf(path: string, text: string): Import[] {
  const bare = withoutComments(text);
  const found: Import[] = [];
  for (
    const [, keyword, type, clause = "", from] of bare.matchAll(
      /^(import|export)\s+(type\s+)?(?:(\*[^"';]*?|\{[^}]*\}|[\w$]+(?:\s*,\s*(?:\{[^}]*\}|\*\s+as\s+\w+))?)\s*from\s*)?"([^"]+)"/gm,
    )
  ) {
    if (keyword === "export" && !clause) continue;
    const listed = /\{([^}]*)\}/.exec(clause)?.[1].split(",").map((one) => one.trim()).filter(Boolean) ?? [];
    found.push({
      target: resolve(path, from),
      typeOnly: Boolean(type) ||
        (listed.length > 0 && /^\{/.test(clause) && listed.every((one) => /^type\s/.test(one))),
      names: listed.map((one) => one.replace(/^type\s+/, "").split(/\s+as\s+/)[0]),
    });
  }
  for (const [, from] of bare.matchAll(/\bimport\(\s*"([^"]+)"/g)) {
    found.push({ target: resolve(path, from), typeOnly: false, names: [] });
  }
  return found;
}

function resolve(path: string, specifier: string): string {
  return specifier.startsWith(".") ? new URL(specifier, `file:///${path}`).pathname.slice(1) : specifier;
}

/** A house of its own: a studio's site, which knows Alera by its public API only, through the client that a developer installs. */
const STOREFRONT = "src/dev/storefront/";

/** The room a file is in. */
function roomOf(path: string): string {
  if (path.startsWith(STOREFRONT)) return "storefront";
  const parts = path.split("/");
  return parts[0] !== "src" ? "outside" : parts.length === 2 ? parts[1].replace(/\.tsx?$/, "") : parts[1];
}

const ROUTES = /^(hono(\/.*)?|@hono\/zod-openapi|node:crypto)$/;

/** What a room may import: other rooms, and packages. Its own files always. `main` and `cli` may import anything. */
const ROOMS: Record<string, { rooms: string[]; packages: RegExp }> = {
  config: { rooms: [], packages: /^zod$/ },
  version: { rooms: [], packages: /^deno\.json$/ },
  app: { rooms: ["console", "http", "metrics", "workflows", "domain", "ports"], packages: /^@hono\/zod-openapi$/ },
  jobs: { rooms: ["workflows", "schemas", "domain", "ports"], packages: /^$/ },
  console: { rooms: ["http", "workflows", "schemas", "domain", "ports", "mail"], packages: ROUTES },
  http: {
    rooms: ["version", "metrics", "workflows", "schemas", "domain", "ports", "embed"],
    packages: /^(hono(\/.*)?|@hono\/zod-openapi|node:crypto|marked)$/,
  },
  // Runs in browsers, on pages of others.
  embed: { rooms: [], packages: /^esbuild$/ },
  schemas: { rooms: ["domain"], packages: /^@hono\/zod-openapi$/ },
  workflows: { rooms: ["domain", "mail", "metrics", "ports"], packages: /^$/ },
  mail: { rooms: ["domain", "ports"], packages: /^hono\/html$/ },
  doctor: { rooms: ["domain", "db"], packages: /^$/ },
  domain: { rooms: ["ports"], packages: /^node:(crypto|buffer|timers)$/ },
  ports: { rooms: [], packages: /^$/ },
  metrics: { rooms: [], packages: /^$/ },
  adapters: { rooms: ["metrics", "ports"], packages: /^(?!hono|@hono|@libsql|node:sqlite|zod)/ },
  db: { rooms: [], packages: /^(@libsql\/client\/http|node:.*)$/ },
  // Only for development, loaded only there: it may use the whole house, and nothing but cli may use it.
  dev: {
    rooms: ["app", "http", "console", "workflows", "schemas", "mail", "domain", "ports", "config", "storefront"],
    packages: /^/,
  },
  storefront: { rooms: [], packages: /^(hono(\/.*)?|@alera\/client)$/ },
};
const DATABASE = "src/db/database.ts";

/** Files a room may import although it may not import their room, and what of them. */
function isExcepted(room: string, { target, typeOnly, names }: Import): boolean {
  if (target === DATABASE) {
    if (room === "domain") return true;
    return room === "workflows" && typeOnly && names.length > 0 &&
      names.every((one) => ["Tx", "Reader", "Database"].includes(one));
  }
  return target === "src/db/during_commit.ts" && room === "workflows";
}

function forbiddenImports(files: Tree): string[] {
  const breaches: string[] = [];
  for (const [path, text] of files) {
    const room = roomOf(path);
    if (room === "main" || room === "cli") continue;
    const rule = ROOMS[room];
    if (!rule) {
      breaches.push(`${path}: no rule says what "${room}" may import`);
      continue;
    }
    for (const one of importsOf(path, text)) {
      const allowed = one.target.startsWith("src/")
        ? roomOf(one.target) === room || rule.rooms.includes(roomOf(one.target)) || isExcepted(room, one)
        : rule.packages.test(one.target);
      if (!allowed) breaches.push(`${path} must not import ${one.typeOnly ? "(even a type) " : ""}${one.target}`);
    }
  }
  return breaches;
}

/** Each circle once, as the way around it. Types count: two files that need each other's types are one. */
function circles(files: Tree, room: string): string[] {
  const graph = new Map(
    [...files].filter(([path]) => roomOf(path) === room).map((
      [path, text],
    ) => [path, importsOf(path, text).map((one) => one.target)]),
  );
  const found: string[] = [];
  const done = new Set<string>();
  function visit(path: string, way: string[]): void {
    const at = way.indexOf(path);
    if (at >= 0) return void found.push([...way.slice(at), path].join(" → "));
    if (done.has(path) || !graph.has(path)) return;
    for (const next of graph.get(path)!) visit(next, [...way, path]);
    done.add(path);
  }
  for (const path of graph.keys()) visit(path, []);
  return found;
}

Deno.test("each room imports only what the architecture allows it", () => {
  assert.deepEqual(forbiddenImports(code), []);
});

/** Whoever installs the client gets its own files and nothing else. */
Deno.test("the client imports nothing but its own files", () => {
  const published = [...client].filter(([path]) => path === "client/mod.ts" || path.startsWith("client/src/"));
  assert.ok(published.length > 5);
  const foreign = published.flatMap(([path, text]) =>
    importsOf(path, text).filter(({ target }) => !target.startsWith("client/src/")).map(({ target }) =>
      `${path}: ${target}`
    )
  );
  assert.deepEqual(foreign, []);
});

Deno.test("no import escapes the reader of imports", () => {
  for (const [path, text] of code) {
    const bare = withoutComments(text);
    const statements = bare.match(/^import\b(?!\.)/gm)?.length ?? 0;
    const reexports = bare.match(/^export\s+(type\s+)?(\*|\{[^}]*\}\s*from)/gm)?.length ?? 0;
    const inline = bare.match(/\bimport\(/g)?.length ?? 0;
    assert.deepEqual(
      importsOf(path, text).length,
      statements + reexports + inline,
      `${path} has an import that was not understood`,
    );
  }
});

Deno.test("the reader of imports sees every way to import, and the rules refuse each", () => {
  const bad: [path: string, text: string][] = [
    ["src/http/a.ts", 'import { openDatabase } from "../db/open.ts";'],
    ["src/http/a.ts", 'import type { Tx } from "../db/database.ts";'],
    ["src/http/public/a.ts", 'import {\n  type A,\n  createPayments,\n} from "../../adapters/stripe.ts";'],
    ["src/http/a.ts", 'import Stripe from "stripe";'],
    ["src/http/a.ts", 'export * from "../adapters/smtp.ts";'],
    ["src/workflows/a.ts", 'import { readOne } from "../db/database.ts";'],
    ["src/workflows/a.ts", 'import { type Tx, readOne } from "../db/database.ts";'],
    ["src/workflows/a.ts", 'import type { Row } from "../db/database.ts";'],
    ["src/workflows/a.ts", 'import "../http/errors.ts";'],
    ["src/domain/a.ts", 'import { bookClass } from "../workflows/booking.ts";'],
    ["src/domain/a.ts", 'const stripe = await import("stripe");'],
    ["src/domain/a.ts", 'import { openEmbedded } from "../db/embedded.ts";'],
    ["src/domain/a.ts", 'export type { Config } from "../config.ts";'],
    ["src/domain/a.ts", 'let a: import("../adapters/stripe.ts").A;'],
    ["src/adapters/a.ts", 'import { iso } from "../domain/time.ts";'],
    ["src/adapters/a.ts", 'import type { Database } from "../db/database.ts";'],
    ["src/app.ts", 'import { mailboxRoutes } from "./dev/mailbox/routes.ts";'],
    ["src/http/a.ts", 'import { hostGuard } from "../dev/host_guard.ts";'],
    ["src/schemas/a.ts", 'import { endpoint } from "../http/endpoint.ts";'],
    ["src/mail/a.ts", 'import { bookClass } from "../workflows/bookings/book_class.ts";'],
    ["src/ports/a.ts", 'import type { Provider } from "../domain/providers.ts";'],
    ["src/dev/storefront/a.ts", 'import type { SampleStudio } from "../sample_studio/sample_studio.ts";'],
    ["src/dev/storefront/a.ts", 'import { iso } from "../../domain/time.ts";'],
    ["src/dev/storefront/a.ts", 'import { z } from "@hono/zod-openapi";'],
    ["src/dev/storefront/a.ts", 'import { pause } from "../../../client/src/retry.ts";'],
    ["src/workflows/a.ts", 'import { createAlera } from "@alera/client";'],
    ["src/http/a.ts", 'import { createApi } from "../dev/storefront/api.ts";'],
    ["src/jobs/a.ts", 'import { json } from "../http/errors.ts";'],
    ["src/db/a.ts", 'import { iso } from "../domain/time.ts";'],
    ["src/elsewhere/a.ts", 'import { iso } from "../domain/time.ts";'],
  ];
  for (const [path, text] of bad) {
    assert.deepEqual(forbiddenImports(new Map([[path, text]])).length, 1, `${path}: ${text}`);
  }
});

Deno.test("files of a room do not import each other in a circle", () => {
  for (const room of [...Object.keys(ROOMS), "cli"]) assert.deepEqual(circles(code, room), [], room);
  const made: Tree = new Map([
    ["src/domain/a.ts", 'import { b } from "./b.ts";'],
    ["src/domain/b.ts", 'import type { C } from "./c.ts";'],
    ["src/domain/c.ts", 'import { a } from "./a.ts";'],
  ]);
  assert.deepEqual(circles(made, "domain"), ["src/domain/a.ts → src/domain/b.ts → src/domain/c.ts → src/domain/a.ts"]);
});

// ---------------------------------------------------------------- what a file may say

const SQL =
  /\bSELECT\s[^;]*?\sFROM\s|\bINSERT\s+(OR\s+\w+\s+)?INTO\s|\bUPDATE\s+[\w"]+\s+SET\s|\bDELETE\s+FROM\s|\b(CREATE|DROP|ALTER)\s+(TABLE|INDEX|TRIGGER)\b/;
/** A statement given to a reader or a transaction, whatever its letters. */
const STATEMENT = /\b(tx|db|reader|from|books)\s*\.\s*(read|run)\s*(<[^>]*>)?\(\s*["'`]/;

function sqlOutside(files: Tree): string[] {
  return [...files].filter(([path, text]) =>
    !["db", "domain", "doctor"].includes(roomOf(path)) && path !== "src/main.ts" &&
      (SQL.test(text) || STATEMENT.test(text)) ||
    path === "src/main.ts" && SQL.test(text)
  ).map(([path]) => path);
}

Deno.test("SQL is written in src/db, src/domain and src/doctor only", () => {
  assert.deepEqual(sqlOutside(code), []);
  for (
    const text of [
      "const a = `SELECT id\n  FROM clients`;",
      'run("INSERT INTO a VALUES (1)")',
      'run("UPDATE clients SET name = ?")',
      'run("DELETE FROM clients")',
      'ctx.db.read("select id from clients")',
      "await tx.run(`delete from clients`)",
    ]
  ) assert.deepEqual(sqlOutside(new Map([["src/http/a.ts", text]])), ["src/http/a.ts"], text);
});

/** Statements that change rows and of which nobody asks how many. */
function uncounted(files: Tree): string[] {
  return [...files].flatMap(([path, text]) =>
    [...withoutComments(text).matchAll(/^(.*)\b\w+\s*\.\s*run\(\s*["'`]\s*(UPDATE|DELETE)\b[^"'`]*/gim)]
      .filter(([, before]) => !/(\breturn|=|\(|!)\s*(await\s+)?$/.test(before))
      .map(([statement]) => `${path}: ${statement.trim()}`)
  );
}

Deno.test("every UPDATE and DELETE looks at its row count: runOne, runAny, or an answer that is used", () => {
  assert.deepEqual(uncounted(new Map([...code].filter(([path]) => roomOf(path) === "domain"))), []);
  for (
    const [text, found] of [
      ['  await tx.run("UPDATE a SET b = 1 WHERE id = ?", [id]);', 1],
      ["  for (const id of ids) await tx.run(\n    `DELETE FROM a WHERE id = ?`, [id]);", 1],
      ['  await db.write(id, (tx) => tx.run("UPDATE a SET b = 1"));', 1],
      ['  return await tx.run("UPDATE a SET b = 1") === 1;', 0],
      ['  if (!await tx.run("DELETE FROM a")) throw notFound("A");', 0],
      ['  const rows = await tx.run("UPDATE a SET b = 1");', 0],
      ['  await runOne(tx, "UPDATE a SET b = 1");', 0],
    ] as const
  ) assert.equal(uncounted(new Map([["src/domain/a.ts", text]])).length, found, text);
});

/** Requests, pages, commands and timers call operations: none of them opens a write of its own. */
Deno.test("only workflows open a write", () => {
  const writing = [...code].filter(([path, text]) =>
    ["app", "cli", "console", "http", "jobs", "main"].includes(roomOf(path)) &&
    /\bdb\s*\.\s*write\s*[(<]/.test(withoutComments(text))
  );
  assert.deepEqual(writing.map(([path]) => path), []);
});

Deno.test("the environment is read in src/config.ts only", () => {
  assert.deepEqual(
    [...code].filter(([path, text]) =>
      path !== "src/config.ts" &&
      /Deno\s*\.\s*env\b|process\s*\.\s*env\b|import\s*\.\s*meta\s*\.\s*env/.test(withoutComments(text))
    ).map(([path]) => path),
    [],
  );
  assert.ok(/Deno\.env\./.test(code.get("src/config.ts")!));
});

/** Log lines that tell of an error, by its name or message, and not by its code. */
function withoutCode(files: Tree): string[] {
  return [...files].flatMap(([path, text]) =>
    [...withoutComments(text).matchAll(/\blog\s*\.\s*(?:warn|error)\(\s*"(\w+)",\s*\{([^;]*?)\}\s*\);/g)]
      .filter(([, , fields]) => /\b(error|failure)\b/.test(fields) && !/\bcode\b/.test(fields))
      .map(([, event]) => `${path}: ${event}`)
  );
}

Deno.test("what the log says of an error has the code that SQLite, Stripe or a mail server gave it", () => {
  const found = withoutCode(new Map([...code].filter(([path]) => roomOf(path) !== "dev")));
  assert.deepEqual(found, []);
  for (
    const [text, n] of [
      ['ctx.log.error("a_failed", { name: error.name });', 1],
      ['log.warn("a_failed", {\n  id,\n  reason: error instanceof Error ? error.message : String(error),\n});', 1],
      ['log.warn("a_failed", { id, code: codeOf(error), message: error.message });', 0],
      ['log.warn("a_failed", { id });', 0],
    ] as const
  ) assert.equal(withoutCode(new Map([["src/jobs/a.ts", text]])).length, n, text);
});

/** Where the clock of the machine may be read, and why. */
const MACHINE_CLOCK: Record<string, string> = {
  "src/cli/database.ts": "notes when a migration was applied",
  "src/cli/doctor.ts": "what is a day overdue",
  "src/cli/listen.ts": "stamps what it forwards",
  "src/cli/outside.ts": "stamps the lines of its log",
  "src/cli/restore.ts": "names the replaced file",
  "src/cli/wire.ts": "makes the clock that everything else is given",
  "src/dev/sample_studio/describe.ts": "prints a date range to paste into a shell",
  "src/embed/dom.ts": "runs in a browser",
  "src/db/embedded/file_versions.ts": "asks once a millisecond whether another process has committed",
  "src/dev/stripe_simulator/clock.ts": "Stripe has a clock of its own; tests replace it",
};

Deno.test("domain, workflows and http know the time from the injected clock", () => {
  const reads = [...code].filter(([, text]) =>
    /\bDate\s*\.\s*now\b|\bnew\s+Date\s*\(\s*\)|\bDate\s*\(\s*\)|Temporal\.Now/.test(withoutComments(text))
  ).map(([path]) => path).sort();
  assert.deepEqual(reads, Object.keys(MACHINE_CLOCK).sort());
  assert.ok(reads.every((path) => !["domain", "workflows", "http", "console"].includes(roomOf(path))));
});

Deno.test("only the command line, the simulator's files and the pages of the reference touch files and processes", () => {
  const touching = [...code].filter(([path, text]) =>
    ["domain", "workflows", "http", "console", "jobs", "app", "storefront"].includes(roomOf(path)) &&
    /\bDeno\s*\.\s*(?!NetAddr|errors)\w+/.test(withoutComments(text))
  ).map(([path]) => path).sort();
  // Their style sheets, scripts and guides.
  assert.deepEqual(touching, ["src/dev/storefront/assets.ts", "src/http/assets.ts", "src/http/docs/guides.ts"]);
});

Deno.test("the studio's site uses nothing of Deno but the reading of its own style sheet and script", () => {
  const site = [...code].filter(([path]) => roomOf(path) === "storefront").map(([, text]) => withoutComments(text));
  const uses = site.flatMap((text) => [...text.matchAll(/\bDeno\s*\.\s*(\w+)/g)].map(([, name]) => name));
  assert.deepEqual(uses, ["readTextFile"]);
  const read = site.flatMap((text) => [...text.matchAll(/\bnew URL\(([^)]*)\)/g)].map(([, what]) => what));
  assert.deepEqual(read, ["storefront.css", "storefront.js"].map((file) => `"./${file}", import.meta.url`));
});

// ---------------------------------------------------------------- names and places

Deno.test("src holds the rooms of docs/architecture.md and nothing else", () => {
  const top = [...new Set([...src.keys()].map((path) => path.split("/")[1]))].sort();
  const rooms = Object.keys(ROOMS).filter((one) => !["app", "config", "storefront", "version"].includes(one));
  assert.deepEqual(top, [...rooms, "cli", "app.ts", "config.ts", "main.ts", "version.ts"].sort());
});

Deno.test("files are named in snake_case, tests _test.ts; there is no utils and no index.ts", async () => {
  const tests = await readTree("tests");
  for (const path of [...src.keys(), ...tests.keys()]) {
    const name = path.split("/").at(-1)!;
    assert.ok(
      path.split("/").every((part) => part === "README.md" || /^[a-z0-9]+(_[a-z0-9]+)*(\.[a-z]+)?$/.test(part)),
      `${path} is not snake_case`,
    );
    assert.ok(!/^(index|utils?|helpers?|misc|common|shared)\.tsx?$/.test(name), `${path} says nothing`);
    assert.ok(!/\/(utils?|helpers?|misc|common|shared)\//.test(path), `${path} is in a room without a name`);
  }
  for (const [path, text] of tests) {
    if (isCode(path)) {
      assert.ok(/_test\.ts$/.test(path) === /^\s*Deno\.test\(/m.test(text), `${path}: tests are in _test.ts`);
    }
  }
  assert.ok([...src.keys()].every((path) => !path.includes("_test.")), "tests live in tests/");
});

Deno.test("tests that mirror a room are named after what they test", async () => {
  const rooms = new Set([...Object.keys(ROOMS), "cli"]);
  const elsewhere = new Set([
    "client",
    "support",
    "journeys",
    "guides",
    "faults",
    "bench",
    "binary",
    "browser",
    "peers",
    "soak",
    "deploy",
    "image",
  ]);
  for (const path of (await readTree("tests")).keys()) {
    const parts = path.split("/");
    if (parts.length > 2) assert.ok(rooms.has(parts[1]) || elsewhere.has(parts[1]), `${path} mirrors nothing in src`);
  }
});

// ---------------------------------------------------------------- docstrings

/** `function`s and functions kept in a `const` that a file exports, with what stands before them. */
function exportedFunctions(text: string): { name: string; documented: boolean; signature: string }[] {
  const found = [];
  for (
    const match of text.matchAll(
      /^export (?:default )?(?:(?:async )?function\*? (\w+)|const (\w+)(?::[^=]+)?\s*=\s*(?:async\s*)?(?:<[^>]*>\s*)?(?:\([^)]*\)|\w+)(?::\s*[^=]+?)?\s*=>)/gm,
    )
  ) {
    const before = text.slice(0, match.index).replace(/(\n\s*\/\/[^\n]*)+\n$/, "\n").trimEnd();
    const signature = text.slice(match.index, match.index + 600).split(/\n\}|\{\n/)[0];
    found.push({ name: match[1] ?? match[2], documented: before.endsWith("*/"), signature });
  }
  return found;
}

/**
 * Which functions need no docstring, because the words of CONTRIBUTING say it all: the plain verbs of a noun (`find` may be null, `list`,
 * `create`, `update`), the routes of a file whose own first line says which, and parts of a page.
 */
function saysItAll(path: string, { name, signature }: { name: string; signature: string }): boolean {
  if (roomOf(path) === "domain") return /^(find|list|create|update)[A-Z]/.test(name);
  if (["http", "storefront"].includes(roomOf(path)) && /\(app: (App|Hono)\b/.test(signature)) return true;
  return path.endsWith(".tsx") && /^[A-Z]/.test(name);
}

Deno.test("every exported function has a docstring, or a name that says it all", () => {
  const missing: string[] = [];
  for (const [path, text] of code) {
    for (const one of exportedFunctions(text)) {
      if (!one.documented && !saysItAll(path, one)) missing.push(`${path}: ${one.name}`);
    }
  }
  assert.deepEqual(missing, []);
  assert.deepEqual(
    exportedFunctions("/** A. */\nexport function a() {}\nexport const b = (n: number) => n;\nexport const c = 1;\n")
      .map((
        { name, documented },
      ) => [name, documented]),
    [["a", true], ["b", false]],
  );
});

// ---------------------------------------------------------------- permissions

Deno.test("dev, start, alera and the binary run with the one permission set", async () => {
  const { tasks, permissions } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  assert.deepEqual(Object.keys(permissions), ["default"]);
  assert.ok(!("run" in permissions.default) && !("all" in permissions.default));
  for (const name of ["dev", "start", "alera", "compile"]) {
    const words: string[] = tasks[name].command.split(/\s+/);
    assert.deepEqual(words.filter((word) => /^(--allow-|--deny-|-A$|-P$)/.test(word)), ["-P"], name);
  }
});

Deno.test("the binary holds every file that the source reads beside itself", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const included = [...tasks.compile.command.matchAll(/--include (\S+)/g)].map(([, path]) => path);
  const read = [...code].flatMap(([path, text]) =>
    [...withoutComments(text).matchAll(/new URL\(\s*"(\.[^"]+)",\s*import\.meta\.url/g)].map(([, file]) =>
      resolve(path, file).replace(/\/$/, "")
    )
  );
  assert.ok(read.length > 0);
  for (const file of read) assert.ok(included.includes(file), `${file} is read at run time but not in the binary`);
});
