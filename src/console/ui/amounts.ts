/** Amounts of money and whole numbers as people type them into a form. */
import { minorUnits, parseMoney } from "../../domain/money.ts";
import type { PageContext } from "./page_context.ts";
import type { Errors } from "./form_errors.ts";

const MOST = 99_999_999;
const LEAST = 50; // Stripe's minimum

/** `12.50`: an amount as one types it, without its sign. */
export function amountText(cents: number, currency: string): string {
  const units = minorUnits(currency);
  return (cents / units).toFixed(String(units).length - 1);
}

/**
 * Cents of what was typed, undefined when nothing was; what is wrong with it goes to `errors`.
 * @param free whether 0 is an amount
 */
export function readAmount(
  { form, provider, format }: PageContext,
  name: string,
  errors: Errors,
  free: boolean,
): number | undefined {
  const text = form.text(name);
  if (text === "") return undefined;
  const cents = parseMoney(text, provider.currency);
  if (cents === null) {
    errors[name] = `Write an amount, such as ${amountText(2000, provider.currency)}${free ? ", or 0 for free" : ""}.`;
  } else if (cents > MOST) errors[name] = `At most ${format.money(MOST)}.`;
  else if (cents < LEAST && !(free && cents === 0)) {
    errors[name] = free ? `Write 0 for free, or at least ${format.money(LEAST)}.` : `At least ${format.money(LEAST)}.`;
  }
  return cents ?? undefined;
}

/** A whole number that was typed, undefined when nothing was; what is wrong with it goes to `errors`. */
export function readWhole(
  { form }: PageContext,
  name: string,
  errors: Errors,
  { least = 1, most, example }: { least?: number; most: number; example: string },
): number | undefined {
  const value = form.whole(name);
  if (value === undefined) return undefined;
  if (Number.isNaN(value)) errors[name] = `Write a whole number, such as ${example}.`;
  else if (value < least) errors[name] = `At least ${least}.`;
  else if (value > most) errors[name] = `At most ${most}.`;
  return value;
}
