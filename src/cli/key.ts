import { createApiKey, revokeApiKey } from "../workflows/account/api_keys.ts";
import { listKeys } from "../domain/api_keys.ts";
import type { Database } from "../db/database.ts";
import { DomainError } from "../domain/errors.ts";
import { findProviderByHandle, listProviders } from "../domain/providers.ts";
import { apiKey } from "../schemas/api_keys.ts";
import { checked, type Command, table, UsageError } from "./command.ts";

export const key: Command = {
  name: "key",
  summary: "Creates, revokes and lists API keys.",
  usage:
    "alera key create HANDLE --origin https://your-site.com [--origin …] [--kind secret|publishable] [--label L] [--json]\n       alera key revoke KEY_ID\n       alera key list HANDLE [--json]",
  options: {
    origin: { type: "string", multiple: true, help: "Allowed origin, exactly scheme://host[:port]; may be repeated." },
    kind: { type: "string", help: "secret (default), for a server; publishable, for a page of its origins." },
    label: { type: "string", help: "What the key is for." },
    json: { type: "boolean", help: "Prints JSON." },
  },
  words: 2,
  async run({ positionals: [action, subject], values }, shell) {
    if (!["create", "revoke", "list"].includes(action) || !subject) {
      throw new UsageError("say create HANDLE, revoke KEY_ID or list HANDLE");
    }
    const wanted = action === "create" ? readNew(values) : null;
    const db = await shell.openExisting(await shell.config("data"));
    try {
      if (action === "revoke") {
        await revokeAnywhere(db, subject);
        shell.out(
          values.json
            ? `${JSON.stringify({ revoked: subject })}\n`
            : `Revoked ${subject}. It stops working with the next request.\n`,
        );
        return 0;
      }
      const provider = await findProviderByHandle(db, subject);
      if (!provider) throw new UsageError(`there is no provider ${subject}`);
      if (!wanted) {
        const { items } = JSON.parse(`{"items":${(await listKeys(db, provider.id, { limit: 200 })).itemsJson}}`);
        // deno-lint-ignore no-explicit-any
        const rows = items.map((one: any) => ({ ...one, allowedOrigins: one.allowedOrigins.join(" ") }));
        shell.out(values.json ? `${JSON.stringify({ items })}\n` : table(rows));
        return 0;
      }
      const made = await createApiKey({ db, clock: Date }, provider, wanted);
      shell.out(
        values.json
          ? `${JSON.stringify(made)}\n`
          : `${
            made.kind === "secret" ? "API key" : "Publishable API key"
          }, shown once: ${made.key}\nId: ${made.id}\nOrigins: ${made.allowedOrigins.join(", ")}\n`,
      );
      return 0;
    } finally {
      await db.close();
    }
  },
};

// deno-lint-ignore no-explicit-any
function readNew(values: Record<string, any>) {
  const origins: string[] = values.origin ?? [];
  if (origins.length === 0) throw new UsageError("--origin is required");
  const said = { label: values.label ?? "Website", allowedOrigins: origins, kind: values.kind };
  const { label, allowedOrigins, kind } = checked(apiKey, said, ([field, index]) => {
    if (field === "label" || field === "kind") return `--${field}`;
    const origin = origins[index as number] ?? "";
    // Which one of several; what is no plain text would spoil the line.
    return /^[!-~]{1,300}$/.test(origin) ? `--origin ${origin}` : "--origin";
  });
  return { label, kind, allowedOrigins: [...new Set(allowedOrigins)] };
}

async function revokeAnywhere(db: Database, id: string): Promise<void> {
  for (const provider of await listProviders(db)) {
    try {
      return await revokeApiKey({ db, clock: Date }, provider.id, id);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  throw new UsageError(`there is no key ${id}`);
}
