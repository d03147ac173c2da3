/** What the tests of the HTTP surface share: the shape of every error, JSON bodies as raw bytes, a log that is kept. */
import assert from "node:assert/strict";
import { ERROR_CODES } from "../../src/http/error_codes.ts";
import type { Log } from "../../src/ports/log.ts";
import { type Answer, answer, type TestApp } from "./app.ts";

/** A refusal: the status, `{ error, … }` as JSON, an id of the request, and exactly these further fields. */
export function refused(got: Answer, status: number, hints: Record<string, unknown> = {}): void {
  assert.equal(got.status, status, got.text);
  assert.equal(got.headers.get("content-type"), "application/json");
  assert.ok(got.headers.get("x-request-id"), "no x-request-id");
  assert.equal(typeof got.body?.error, "string", got.text);
  assert.ok(got.body.error.length > 0);
  const { error: _, code, issues: _issues, retryAfter: _retryAfter, ...more } = got.body;
  assert.ok(code in ERROR_CODES, got.text);
  // What a refusal of an Origin or a token says of itself is tested where it is made.
  if (!("received" in hints)) delete more.received;
  const expected = { ...hints };
  if ("code" in hints) {
    assert.equal(code, hints.code, got.text);
    delete expected.code;
  }
  assert.deepEqual(more, expected);
}

let addresses = 0;

/** The header of a client that has not asked before, for an app that trusts it: wrong tokens are counted by address. */
export function newClient(): { "x-forwarded-for": string } {
  addresses++;
  return { "x-forwarded-for": `10.0.${addresses >> 8}.${addresses & 255}` };
}

/** A 400 that names these fields, and no others. */
export function invalid(got: Answer, ...paths: string[]): void {
  refused(got, 400);
  assert.ok(Array.isArray(got.body.issues), got.text);
  for (const issue of got.body.issues) {
    assert.deepEqual(Object.keys(issue).sort(), ["message", "path"]);
    assert.ok(issue.message.length > 0);
  }
  assert.deepEqual(
    [...new Set(got.body.issues.map((one: { path: string }) => one.path))].sort(),
    paths.sort(),
    got.text,
  );
}

/** Whether every Id has its prefix and looks random. */
export function isId(id: unknown, prefix: string): void {
  assert.match(String(id), new RegExp(`^${prefix}-[0-9a-z]{20,}$`));
}

/** A request whose body is sent as it is. */
export async function sendRaw(
  t: TestApp,
  method: string,
  path: string,
  body: BodyInit | null,
  headers: Record<string, string> = {},
  peer?: string,
): Promise<Answer> {
  return await answer(await t.app.request(path, { method, headers, body }, peer));
}

/** Everything that is logged, as one text. */
export function keepLog(): Log & {
  lines: { level: string; event: string; fields: Record<string, unknown> }[];
  text(): string;
} {
  const lines: { level: string; event: string; fields: Record<string, unknown> }[] = [];
  const at = (level: string) => (event: string, fields: Record<string, unknown> = {}) =>
    void lines.push({ level, event, fields });
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    lines,
    text: () => JSON.stringify(lines),
  };
}

/** Where a text stands in the database: `table.column` for each, looking into every column of every row. */
export async function findInDatabase(t: TestApp, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const { name } of await t.db.read("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")) {
    for (const row of await t.db.read(`SELECT * FROM "${name}"`)) {
      for (const [column, value] of Object.entries(row)) {
        if (String(value).toLowerCase().includes(text.toLowerCase())) found.push(`${name}.${column}`);
      }
    }
  }
  return [...new Set(found)];
}

/** What the server at `url` really sends over a socket: the head's lines in small letters, and the bytes after it as text. */
export async function overSocket(
  url: string,
  request: string | ((send: (text: string) => Promise<void>) => Promise<void>),
): Promise<{ status: number; headers: Headers; body: string }> {
  const { hostname, port } = new URL(url);
  using socket = await Deno.connect({ hostname, port: Number(port) });
  const send = async (text: string) => {
    const writer = socket.writable.getWriter();
    await writer.write(new TextEncoder().encode(text));
    writer.releaseLock();
  };
  await (typeof request === "string" ? send(request) : request(send));
  const text = await new Response(socket.readable).text();
  const end = text.indexOf("\r\n\r\n");
  const [first, ...lines] = text.slice(0, end).split("\r\n");
  const headers = new Headers(
    lines.map((line): [string, string] => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
  );
  return { status: Number(first.split(" ")[1]), headers, body: text.slice(end + 4) };
}

/** A request's text, with `connection: close`. */
export function requestText(method: string, path: string, headers: Record<string, string> = {}, body = ""): string {
  const lines = Object.entries({ host: "localhost", connection: "close", ...headers }).map(([k, v]) => `${k}: ${v}`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${body}`;
}
