/** What may be said of a studio and its keys. API, console and command line check with these same schemas. */
import { z } from "@hono/zod-openapi";
import { originMistake } from "../domain/origins.ts";
import { email, label, name, note, optional, timezone } from "./basics.ts";

const hours = () => z.int().min(0).max(24 * 365);
const days = () => z.int().min(1).max(3650);
const CURRENCIES = new Set(Intl.supportedValuesOf("currency").map((code) => code.toLowerCase()));
const currency = () =>
  z.string().trim().toLowerCase().refine((code) => CURRENCIES.has(code), "Must be an ISO currency code, such as usd.")
    .openapi({
      minLength: 3,
      maxLength: 3,
      example: "usd",
    });

/** Exactly `scheme://host[:port]`; http only for this very machine. */
export const origin = () =>
  z.string().max(300).superRefine((text, at) => {
    const wrong = originMistake(text);
    if (wrong) at.addIssue({ code: "custom", message: wrong });
  }).openapi({ example: "https://your-site.com" });

/** What an owner may change; the handle is in customers' links and keys, so it stays. */
export const settings = {
  displayName: name(),
  email: email(),
  timezone: timezone(),
  currency: currency(),
  bio: note(2000).nullable(),
  avatarKey: label(500).nullable(),
  cancelWindowHours: hours(),
  giftCardValidDays: days().nullable(),
};

/** What an owner says of an API key. */
export const apiKey = z.object({ label: label(), allowedOrigins: z.array(origin()).min(1).max(20) });

/** What the operator says of a new studio. */
export const newProvider = z.object({
  handle: z.string().trim().toLowerCase().regex(
    /^[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?$/,
    "Lower-case letters, digits and inner hyphens, at most 62.",
  )
    .openapi({ example: "sculpt-co" }),
  displayName: settings.displayName,
  email: settings.email,
  timezone: settings.timezone,
  currency: settings.currency.optional(),
  bio: optional(note(2000)),
  avatarKey: optional(label(500)),
  cancelWindowHours: hours().optional(),
  giftCardValidDays: days().nullable().optional(),
});
