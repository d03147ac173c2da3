import type { Database } from "../db/database.ts";
import { addProvider } from "../workflows/account/create_provider.ts";
import { issueOwnerToken } from "../workflows/account/issue_owner_token.ts";
import { DomainError } from "../domain/errors.ts";
import { listProviders } from "../domain/providers.ts";
import { newProvider } from "../schemas/providers.ts";
import { checked, type Command, table, UsageError } from "./command.ts";

export const provider: Command = {
  name: "provider",
  summary: "Creates and lists providers (studios), and replaces an owner token.",
  usage:
    "alera provider create --handle H --name N --email E --timezone Z [--currency usd] [--json]\n       alera provider list [--json]\n       alera provider token HANDLE [--json]",
  options: {
    handle: { type: "string", help: "Lower-case letters, digits, hyphens." },
    name: { type: "string", help: "What customers see." },
    email: { type: "string", help: "Where the owner is notified." },
    timezone: { type: "string", help: "IANA name, such as America/Chicago." },
    currency: { type: "string", help: "ISO code; usd unless given." },
    json: { type: "boolean", help: "Prints JSON." },
  },
  words: 2,
  async run({ positionals: [action, handle], values }, shell) {
    if (!["create", "list", "token"].includes(action) || (action === "token") !== (handle !== undefined)) {
      throw new UsageError("say create, list or token HANDLE");
    }
    const wanted = action === "create" ? readNew(values) : null;
    const config = await shell.config("data");
    const db = await shell.openExisting(config);
    try {
      if (action === "token") {
        const { provider, ownerToken } = await replaceToken(db, handle);
        shell.out(
          values.json
            ? `${JSON.stringify({ provider, ownerToken })}\n`
            : `Owner token of ${provider.handle}, shown once: ${ownerToken}\nThe old one no longer works.\n`,
        );
        return 0;
      }
      if (!wanted) {
        const all = (await listProviders(db)).map((
          { id, handle, displayName, timezone, currency, chargesEnabled, createdAt },
        ) => ({
          id,
          handle,
          displayName,
          timezone,
          currency,
          onboarded: chargesEnabled,
          createdAt,
        }));
        shell.out(values.json ? `${JSON.stringify({ items: all })}\n` : table(all));
        return 0;
      }
      const made = await addProvider({ db, clock: Date, settings: config }, wanted).catch((error) => {
        throw error instanceof DomainError ? new UsageError(refusal(error, wanted.handle)) : error;
      });
      shell.out(
        values.json
          ? `${JSON.stringify({ provider: made.provider, ownerToken: made.ownerToken })}\n`
          : `Created ${made.provider.handle} (${made.provider.id}).\nOwner token, shown once: ${made.ownerToken}\n`,
      );
      return 0;
    } finally {
      await db.close();
    }
  },
};

function refusal({ code }: DomainError, handle: string): string {
  if (code === "one_provider") return "with ALERA_STRIPE_MODE=own there is one studio, and it is there already";
  return `the handle ${handle} is taken`;
}

async function replaceToken(db: Database, handle: string) {
  return await issueOwnerToken({ db, clock: Date }, handle).catch((error) => {
    throw error instanceof DomainError ? new UsageError(`there is no provider ${handle}`) : error;
  });
}

// deno-lint-ignore no-explicit-any
function readNew(values: Record<string, any>) {
  for (const name of ["handle", "name", "email", "timezone"]) {
    if (!values[name]?.trim()) throw new UsageError(`--${name} is required`);
  }
  const { handle, name, email, timezone, currency } = values;
  const said = { handle, displayName: name, email, timezone, currency };
  return checked(newProvider, said, ([field]) => `--${field === "displayName" ? "name" : String(field)}`);
}
