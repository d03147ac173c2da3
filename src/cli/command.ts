/** What a command is, and how it is called. */
import { parseArgs } from "node:util";
import type { Shell } from "./shell.ts";

export interface Command {
  name: string;
  /** One line. */
  summary: string;
  /** `alera name …` */
  usage: string;
  options?: Record<string, { type: "string" | "boolean"; multiple?: boolean; help: string }>;
  /** How many words it takes beside its options at most; none unless told. */
  words?: number;
  /** @returns the exit code */
  run(given: Given, shell: Shell): Promise<number>;
}

export interface Given {
  positionals: string[];
  // deno-lint-ignore no-explicit-any
  values: Record<string, any>;
}

/** A mistake in how a command was called, in one line. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** @throws UsageError */
export function parseCommand(command: Command, args: string[]): Given {
  try {
    const options = Object.fromEntries(
      Object.entries(command.options ?? {}).map((
        [name, { type, multiple }],
      ) => [name, { type, multiple: multiple ?? false }]),
    );
    const { positionals, values } = parseArgs({
      args,
      options: { ...options, help: { type: "boolean" } },
      allowPositionals: true,
    });
    const extra = positionals[command.words ?? 0];
    if (extra !== undefined) throw new Error(`Unexpected argument '${extra}'`);
    return { positionals, values };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.split(". ")[0] : String(error));
  }
}

/** A schema of the API, as far as a command needs one. */
interface Schema<T> {
  safeParse(
    value: unknown,
    // deno-lint-ignore no-explicit-any
    params: { error: (issue: any) => string | undefined },
  ): { success: true; data: T } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
}

/**
 * What the API makes of `value`, so that a command takes no more and no less.
 * @param optionAt the option that gave what is at a path, as it is to be named
 * @throws UsageError about the first mistake
 */
export function checked<T>(schema: Schema<T>, value: unknown, optionAt: (path: PropertyKey[]) => string): T {
  const result = schema.safeParse(value, {
    error: ({ code, origin, maximum }) =>
      code === "too_big" ? `At most ${maximum}${origin === "string" ? " characters" : ""}.` : undefined,
  });
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  throw new UsageError(`${optionAt(path)}: ${message}`);
}

/** What `--help` prints. */
export function helpOf(command: Command): string {
  const own: NonNullable<Command["options"]> = { ...command.options, help: { type: "boolean", help: "Shows this." } };
  const options = Object.entries(own);
  const left = options.map(([name, { type }]) => `--${name}${type === "string" ? " TEXT" : ""}`);
  const width = Math.max(...left.map((text) => text.length));
  return `${command.summary}\n\nUsage: ${command.usage}\n\n${
    options.map(([, { help }], i) => `  ${left[i].padEnd(width)}  ${help}`).join("\n")
  }\n`;
}

/** Rows under their headings. */
export function table(rows: Record<string, unknown>[]): string {
  if (rows.length === 0) return "None.\n";
  const columns = Object.keys(rows[0]);
  const cells = [columns, ...rows.map((row) => columns.map((name) => String(row[name] ?? "")))];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => row[i].length)));
  return cells.map((row) => row.map((cell, i) => cell.padEnd(widths[i])).join("  ").trimEnd()).join("\n") + "\n";
}
