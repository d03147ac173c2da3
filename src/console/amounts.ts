/** Amounts of money and whole numbers as people type them into a form. */
import { minorUnits, parseMoney } from "../domain/money.ts";
import type { OwnerCall } from "./call.ts";
import type { Mistakes } from "./forms.ts";

const MOST = 99_999_999;
const LEAST = 50; // Stripe's minimum

/** `12.50`: an amount as one types it, without its sign. */
export function amountText(cents: number, currency: string): string {
  const units = minorUnits(currency);
  return (cents / units).toFixed(String(units).length - 1);
}

/**
 * Cents of what was typed, undefined when nothing was; what is wrong with it goes to `mistakes`.
 * @param free whether 0 is an amount
 */
export function readAmount(
  { form, provider, words }: OwnerCall,
  name: string,
  mistakes: Mistakes,
  free: boolean,
): number | undefined {
  const text = form.text(name);
  if (text === "") return undefined;
  const cents = parseMoney(text, provider.currency);
  if (cents === null) {
    mistakes[name] = `Write an amount, such as ${amountText(2000, provider.currency)}${free ? ", or 0 for free" : ""}.`;
  } else if (cents > MOST) mistakes[name] = `At most ${words.money(MOST)}.`;
  else if (cents < LEAST && !(free && cents === 0)) {
    mistakes[name] = free ? `Write 0 for free, or at least ${words.money(LEAST)}.` : `At least ${words.money(LEAST)}.`;
  }
  return cents ?? undefined;
}

/** A whole number that was typed, undefined when nothing was; what is wrong with it goes to `mistakes`. */
export function readWhole(
  { form }: OwnerCall,
  name: string,
  mistakes: Mistakes,
  { least = 1, most, example }: { least?: number; most: number; example: string },
): number | undefined {
  const value = form.whole(name);
  if (value === undefined) return undefined;
  if (Number.isNaN(value)) mistakes[name] = `Write a whole number, such as ${example}.`;
  else if (value < least) mistakes[name] = `At least ${least}.`;
  else if (value > most) mistakes[name] = `At most ${most}.`;
  return value;
}
