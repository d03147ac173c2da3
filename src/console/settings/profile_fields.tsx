/** The fields of the profile. */
import {
  type DeclaredFields,
  fixed,
  optionalLines,
  optionalText,
  select,
  text,
  whole,
} from "../ui/declared_fields.tsx";
import { describeCancelWindow } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { CURRENCIES, describeCurrency, zonesWith } from "./zones_and_currencies.ts";

/** @param currencyFixed amounts in it are on record, so it can't change */
export function profileFields({ provider }: PageContext, currencyFixed: boolean): DeclaredFields {
  return {
    displayName: text({ label: "Name", hint: "On your site and in every mail.", autocomplete: "organization" }),
    handle: fixed({
      label: "Handle",
      shown: <code>{provider.handle}</code>,
      hint: "Your website and your clients’ links name you by it, so it can’t change.",
    }),
    email: text({
      label: "Email",
      hint:
        `Sign-in links and notifications go here, and clients’ answers to mails. If you change it, we notify ${provider.email}.`,
      maxlength: undefined,
      type: "email",
      inputmode: "email",
      autocomplete: "email",
      invalid: "This address is not complete: name@studio.com.",
    }),
    bio: optionalLines({ label: "About", hint: "A few lines for your site.", maxlength: 2000 }),
    address: optionalText({
      label: "Address",
      hint: "Where your classes are. Mails and calendars name it.",
      maxlength: 300,
      autocomplete: "street-address",
    }),
    avatarKey: optionalText({
      label: "Picture",
      hint: "The name by which your website finds your picture. Ask who built it; without one, leave it empty.",
      maxlength: 500,
      autocapitalize: "off",
      spellcheck: "false",
    }),
    timezone: select({
      label: "Time zone",
      hint: "If you change it, classes stay at the same moment; the hours shown for them change.",
      options: zonesWith(provider.timezone),
      invalid: "Choose a time zone from the list.",
    }),
    currency: currencyFixed
      ? fixed({
        label: "Currency",
        shown: describeCurrency(provider.currency),
        hint: "Payments and gift cards are on record in it, so it can’t change.",
        value: provider.currency,
      })
      : select({
        label: "Currency",
        hint:
          "Prices keep their figures when you change it. It can’t change once the first client goes to pay, or a gift card is issued.",
        options: CURRENCIES,
        invalid: "Choose a currency from the list.",
      }),
    cancelWindowHours: whole({
      label: "Free cancellation until, hours before a class",
      hint: `Clients can cancel and are refunded until ${
        describeCancelWindow(provider.cancelWindowHours)
      }. 0: until it begins. A change applies at once, to classes already booked too.`,
      least: 0,
      most: 24 * 365,
      example: "24",
    }),
    reminderHours: whole({
      label: "Reminder, hours before a class",
      hint: "Empty: a day before free cancellation ends, so that there is still time to cancel. 0: no reminders.",
      least: 0,
      most: 24 * 365,
      example: "48",
      empty: null,
    }),
    giftCardValidDays: whole({
      label: "Gift cards are valid, days",
      hint: "Empty: they never expire. Cards already sold keep their date.",
      most: 3650,
      example: "365",
      empty: null,
    }),
  };
}
