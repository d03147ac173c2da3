/** The code of a guide, and what runs it: a shell with curl, and Deno for the scripts. */
import assert from "node:assert/strict";
import { marked, type Tokens } from "marked";
import { endOf, runChild } from "../support/child_process.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

/** Packages as the project has them. */
const LIKE_THE_PROJECT = ["--config", `${ROOT}deno.json`, "--node-modules-dir=manual"];

interface Block {
  language: string;
  text: string;
}

/** The fenced blocks of a guide, in order. */
export async function readBlocks(guide: string): Promise<Block[]> {
  const text = await Deno.readTextFile(`${ROOT}docs/guides/${guide}.md`);
  return marked.lexer(text).filter((one) => one.type === "code").map((one) => {
    const { lang = "", text } = one as Tokens.Code;
    return { language: lang, text };
  });
}

/** The scripts of a guide, by name: a block that begins with `// name.ts` begins one, the others go on with it. */
export async function readScripts(guide: string): Promise<Map<string, string>> {
  const scripts = new Map<string, string>();
  let name = "";
  for (const { language, text } of await readBlocks(guide)) {
    if (language !== "ts") continue;
    name = /^\/\/ (\w+\.ts)/.exec(text)?.[1] ?? name;
    assert.ok(name, "the first block names its file");
    scripts.set(name, `${scripts.get(name) ?? ""}${text}\n\n`);
  }
  return scripts;
}

// deno-lint-ignore no-explicit-any
export type Json = any;

/** Gives a variable its value, from the last answer or those before; whatever the reader does by hand there happens in it. */
export type Fill = (answer: Json, before: Json[]) => string | Promise<string>;

/**
 * Runs the shell blocks of a guide one after another. A JSON block after one says what comes; a text block says it line by line.
 * @param fills the values of exported variables, in place of those that the guide shows
 */
export async function runShell(guide: string, fills: Record<string, Fill>): Promise<void> {
  const blocks = await readBlocks(guide);
  const env: Record<string, string> = {};
  const answers: Json[] = [];
  let ran = 0;
  for (const [n, { language, text }] of blocks.entries()) {
    if (language !== "sh") continue;
    const script = await fillIn(text, fills, answers, env);
    const next = blocks[n + 1];
    const expected = next && next.language !== "sh" && next.language !== "ts" ? next : null;
    // A question may be asked again until what it asks for has happened.
    const until = Date.now() + (/ -d | -X /.test(script) ? 0 : 20_000);
    for (;;) {
      const { code, out, err } = await shell(script, env);
      assert.equal(code, 0, `${guide}, block ${n + 1}:\n${script}\n${out}${err}`);
      const wrong = expected === null ? refusalIn(out) : mismatch(expected, out);
      if (wrong === null) {
        answers.unshift(parse(out));
        break;
      }
      if (Date.now() > until) assert.fail(`${guide}, block ${n + 1}: ${wrong}\n${script}\n${out}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    ran++;
  }
  assert.ok(ran > 0, `${guide} has code`);
}

async function fillIn(text: string, fills: Record<string, Fill>, answers: Json[], env: Record<string, string>) {
  const lines: string[] = [];
  for (const line of text.split("\n")) {
    const [, name, shown] = /^export (\w+)=(\S+)/.exec(line) ?? [];
    if (!name) lines.push(line);
    else {
      assert.ok(fills[name] || !shown.includes("…"), `${name} needs a value`);
      env[name] = fills[name] ? await fills[name](answers[0], answers) : shown;
    }
  }
  return lines.join("\n");
}

async function shell(script: string, env: Record<string, string>) {
  const { code, stdout, stderr } = await new Deno.Command("bash", { args: ["-euo", "pipefail", "-c", script], env })
    .output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const refusalIn = (out: string) => typeof parse(out)?.code === "string" ? "refused" : null;

function mismatch({ language, text }: Block, out: string): string | null {
  if (language === "json") return differs(JSON.parse(text), parse(out), "");
  const lines = out.trim().split(/\r?\n/).map((line) => line.replace(/\d+/g, "0"));
  return text.split("\n").every((line) => lines.includes(line.replace(/\d+/g, "0"))) ? null : "other lines";
}

/** Fields whose value is a word that a reader relies on; of all others the type counts. */
const WORDS =
  /^(ok|preview|status|enrollmentStatus|kind|lateCancel|code|received|type|state|lastStatus|lastError|chargesEnabled|canTakePayments|refundedCents|refundCents|path)$/;

/** Where an answer is not what a guide shows; it may have more. Null: nowhere. */
function differs(shown: Json, came: Json, at: string): string | null {
  if (WORDS.test(at.split(".").at(-1)!)) return shown === came ? null : `${at} is ${JSON.stringify(came)}`;
  if (Array.isArray(shown)) {
    if (!Array.isArray(came) || shown.length > 0 && came.length === 0) return `${at} is no such list`;
    return shown.length > 0 ? differs(shown[0], came[0], `${at}[]`) : null;
  }
  if (shown !== null && typeof shown === "object") {
    if (came === null || typeof came !== "object") return `${at || "it"} is no object`;
    for (const [name, one] of Object.entries(shown)) {
      if (!(name in came)) return `there is no ${at}.${name}`;
      const wrong = differs(one, came[name], `${at}.${name}`);
      if (wrong) return wrong;
    }
    return null;
  }
  return shown === null || typeof shown === typeof came ? null : `${at} is ${JSON.stringify(came)}`;
}

export interface RunningScript extends AsyncDisposable {
  output(): string;
  /** Waits until it has printed this. */
  printed(what: RegExp): Promise<RegExpExecArray>;
  /** Waits for its end. @returns the exit code */
  ended(): Promise<number>;
}

/** Type-checks scripts, in one go. */
export async function checkScripts(texts: string[]): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "alera-guide-" });
  try {
    const files = texts.map((_, n) => `${directory}/script_${n}.ts`);
    for (const [n, file] of files.entries()) await Deno.writeTextFile(file, texts[n]);
    const { code, err } = await runChild(Deno.execPath(), ["check", ...LIKE_THE_PROJECT, ...files]);
    assert.equal(code, 0, err);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Runs a script: `deno run`, or `deno serve` with a port. */
export async function runScript(text: string, env: Record<string, string>, port?: number): Promise<RunningScript> {
  const directory = await Deno.makeTempDir({ prefix: "alera-guide-" });
  const file = `${directory}/script.ts`;
  await Deno.writeTextFile(file, text);
  const how = port === undefined ? ["run"] : ["serve", "--host", "127.0.0.1", "--port", String(port)];
  const process = new Deno.Command(Deno.execPath(), {
    args: [...how, "-A", "--no-check", ...LIKE_THE_PROJECT, file],
    env: { ...env, NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let printed = "";
  const reading = [process.stdout, process.stderr].map((stream) =>
    stream.pipeThrough(new TextDecoderStream()).pipeTo(new WritableStream({ write: (part) => void (printed += part) }))
  );
  let ended = false;
  const status = process.status.then((it) => (ended = true, it));
  return {
    output: () => printed,
    async printed(what) {
      for (let tries = 0; tries < 1200; tries++) {
        const found = what.exec(printed);
        if (found) return found;
        assert.ok(!ended, `it ended:\n${printed}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`waited too long for ${what}:\n${printed}`);
    },
    async ended() {
      const code = await endOf(process, () => printed, 60_000);
      await Promise.all(reading);
      return code;
    },
    async [Symbol.asyncDispose]() {
      if (!ended) process.kill("SIGTERM");
      await status;
      await Promise.all(reading);
      await Deno.remove(directory, { recursive: true });
    },
  };
}
