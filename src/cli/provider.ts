import { createProvider, listProviders } from "../domain/providers.ts";
import { iso, isTimeZone } from "../domain/time.ts";
import { type Command, table, UsageError } from "./command.ts";

export const provider: Command = {
  name: "provider",
  summary: "Creates and lists providers (studios).",
  usage:
    "alera provider create --handle H --name N --email E --timezone Z [--currency usd] [--json]\n       alera provider list [--json]",
  options: {
    handle: { type: "string", help: "Lower-case letters, digits, hyphens." },
    name: { type: "string", help: "What customers see." },
    email: { type: "string", help: "Where the owner is told things." },
    timezone: { type: "string", help: "IANA name, such as America/Chicago." },
    currency: { type: "string", help: "ISO code; usd unless given." },
    json: { type: "boolean", help: "Prints JSON." },
  },
  words: 1,
  async run({ positionals: [action], values }, shell) {
    if (action !== "create" && action !== "list") throw new UsageError("say create or list");
    const wrong = action === "create" ? mistake(values) : null;
    if (wrong) throw new UsageError(wrong);
    const db = await shell.openDatabase(await shell.config("data"));
    try {
      if (action === "list") {
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
      const made = await db.write(null, (tx) =>
        createProvider(tx, {
          handle: values.handle,
          displayName: values.name.trim(),
          email: values.email.trim().toLowerCase(),
          timezone: values.timezone,
          currency: values.currency?.toLowerCase(),
        }, iso(Date.now())));
      if (!made) throw new UsageError(`the handle ${values.handle} is taken`);
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

// deno-lint-ignore no-explicit-any
function mistake(values: Record<string, any>): string | null {
  for (const name of ["handle", "name", "email", "timezone"]) if (!values[name]?.trim()) return `--${name} is required`;
  if (!/^[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?$/.test(values.handle)) {
    return "--handle has lower-case letters, digits and inner hyphens";
  }
  if (!/^[^\s@<>,]+@[^\s@<>,]+$/.test(values.email.trim())) return "--email must be an email address";
  if (!isTimeZone(values.timezone)) return "--timezone must be an IANA time zone, such as America/Chicago";
  if (values.currency && !/^[a-z]{3}$/i.test(values.currency)) return "--currency must be an ISO code of three letters";
  return null;
}
