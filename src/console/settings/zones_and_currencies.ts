/** What a profile's lists offer. */
import { LOCALE } from "../ui/format.ts";

export interface Option {
  value: string;
  label: string;
}

/** Time zones by name, among them the studio's own, which may be an older name. */
export function zonesWith(current: string): Option[] {
  const names = [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", current])].sort();
  return names.map((name) => ({ value: name, label: name.replaceAll("_", " ") }));
}

const currencyNames = new Intl.DisplayNames(LOCALE, { type: "currency" });

/** `USD, US Dollar` */
export function describeCurrency(code: string): string {
  const upper = code.toUpperCase();
  return `${upper}, ${currencyNames.of(upper) ?? upper}`;
}

export const CURRENCIES: Option[] = Intl.supportedValuesOf("currency").map((code) => ({
  value: code.toLowerCase(),
  label: describeCurrency(code),
}));
