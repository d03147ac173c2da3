import { z } from "@hono/zod-openapi";
import { note } from "./basics.ts";
import { eventType } from "./events.ts";

/** http or https, without credentials: what they would open is nobody's business here. */
const url = () =>
  z.string().max(2000).superRefine((text, at) => {
    const wrong = urlMistake(text);
    if (wrong) at.addIssue({ code: "custom", message: wrong });
  }).openapi({ pattern: "^https?://", example: "https://your-site.com/hooks/alera" });

function urlMistake(text: string): string | null {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return "Must be a full https address.";
  const { username, password, hash } = new URL(text);
  if (username || password) return "Must not hold a user name or a password: what we send is signed.";
  return hash ? "Must not have a part after #." : null;
}

const types = () =>
  z.array(z.union([z.literal("*"), eventType])).min(1, "Name at least one type, or *.").max(30)
    .transform((all) => all.includes("*") ? ["*" as const] : [...new Set(all)])
    .openapi({ example: ["*"], description: "`*` is all types, also those to come." });

const description = () => note(200).transform((text) => text || null).nullable();

export const newEndpoint = z.object({ url: url(), types: types(), description: description().default(null) });

export const endpointChange = z.object({
  url: url(),
  types: types(),
  description: description(),
  status: z.enum(["enabled", "disabled"]),
}).partial();
