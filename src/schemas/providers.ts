import { z } from "@hono/zod-openapi";
import { email, handle, label, name, note, optional, timezone } from "./basics.ts";
import { anyCase, HANDLE, oneLine } from "./patterns.ts";

const hours = () => z.int().min(0).max(24 * 365);
const days = () => z.int().min(1).max(3650);
const CURRENCIES = new Set(Intl.supportedValuesOf("currency").map((code) => code.toLowerCase()));
const currency = () =>
  z.string().trim().toLowerCase().refine((code) => CURRENCIES.has(code), "Must be an ISO currency code, such as usd.")
    .openapi({
      pattern: anyCase(CURRENCIES),
      description: "An ISO currency code, in any case.",
      example: "usd",
    });

/** What an owner may change. Not the handle: it is in customers' links and in keys. */
export const profile = z.object({
  displayName: name(),
  email: email(),
  timezone: timezone(),
  currency: currency(),
  bio: note(2000).nullable(),
  avatarKey: label(500).nullable(),
  cancelWindowHours: hours(),
  giftCardValidDays: days().nullable(),
  address: label(300).nullable().openapi({ description: "One line, as mails and calendars show it." }),
  reminderHours: hours().nullable().openapi({
    description: "Hours before a class; null: a day before its free cancellation ends; 0: no reminders.",
  }),
});

/** How seats that open go to who waits. */
export const waitlistSettings = z.object({
  waitlistMode: z.enum(["manual", "automatic"]).openapi({
    description: "`automatic`: an open seat is offered to the first who waits, then to the next.",
  }),
  waitlistOfferMinutes: z.int().min(30).max(1439).openapi({ description: "How long an offer lasts." }),
  waitlistCutoffHours: hours().openapi({
    description: "Hours before a class from which on no seat is offered automatically.",
  }),
  waitlistUsesPacks: z.boolean().openapi({
    description: "Whether a client who waits is booked at once with a credit of their pack.",
  }),
});

export const profileChange = z.object({ ...profile.shape, ...waitlistSettings.shape }).partial();

/** The path of one provider, as the operator names it. */
export const byHandle = z.object({ handle: handle() });

export const newProvider = z.object({
  handle: z.string().trim().toLowerCase().regex(
    /^[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?$/,
    "Lower-case letters, digits and inner hyphens, at most 62.",
  )
    .openapi({ example: "sculpt-co", pattern: HANDLE }),
  displayName: profile.shape.displayName,
  email: profile.shape.email,
  timezone: profile.shape.timezone,
  currency: profile.shape.currency.optional(),
  bio: optional(note(2000)),
  avatarKey: optional(label(500), oneLine(500)),
  cancelWindowHours: hours().optional(),
  giftCardValidDays: days().nullable().optional(),
  address: profile.shape.address.optional(),
  reminderHours: profile.shape.reminderHours.optional(),
});
