import { findProviderByHandle } from "../domain/providers.ts";
import { exportProvider } from "../workflows/account/export_studio.ts";
import { type Command, UsageError } from "./command.ts";
import { orFailed } from "./failed.ts";

export const exportCommand: Command = {
  name: "export",
  summary: "Everything a studio owns, as of one moment: a JSON object a line, to standard output or to a new file.",
  usage: "alera export HANDLE [FILE] [--json]",
  options: { json: { type: "boolean", help: "With FILE: prints what was written as JSON." } },
  words: 2,
  async run({ positionals: [handle, file], values }, shell) {
    if (!handle) throw new UsageError("say the HANDLE of a provider");
    const db = await shell.openExisting(await shell.config("data"));
    try {
      return await db.snapshot(async (books) => {
        const provider = await findProviderByHandle(books, handle);
        if (!provider) throw new UsageError(`there is no provider ${handle}`);
        const pages = exportProvider({ db: books }, provider.id);
        if (file === undefined) {
          for await (const page of pages) shell.out(page);
          return 0;
        }
        const lines = await orFailed(`export ${file}`, () => writeWhole(file, pages));
        shell.out(values.json ? `${JSON.stringify({ file, lines })}\n` : `Wrote ${file}: ${lines} lines.\n`);
        return 0;
      });
    } finally {
      await db.close();
    }
  },
};

/** Under another name until it is whole and on disk. @returns how many lines */
async function writeWhole(file: string, pages: AsyncIterable<string>): Promise<number> {
  if (await Deno.lstat(file).then(() => true, () => false)) throw new Error("it exists already");
  const unfinished = `${file}.unfinished`;
  try {
    let lines = 0;
    {
      using out = await Deno.open(unfinished, { write: true, create: true, truncate: true, mode: 0o600 });
      const encoder = new TextEncoder();
      for await (const page of pages) {
        const bytes = encoder.encode(page);
        for (let at = 0; at < bytes.length;) at += await out.write(bytes.subarray(at));
        lines += page.split("\n").length - 1;
      }
      await out.sync();
    }
    await Deno.rename(unfinished, file);
    return lines;
  } catch (error) {
    await Deno.remove(unfinished).catch(() => {});
    throw error;
  }
}
