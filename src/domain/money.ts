/** Amounts as people write them. An amount is an integer in the currency's minor unit as Stripe counts it. */

// How Stripe counts, which is not always how a currency is written. https://docs.stripe.com/currencies
const ZERO_DECIMAL = new Set("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" "));
const THREE_DECIMAL = new Set("bhd jod kwd omr tnd".split(" "));
/** Counted in hundredths, though it has none: `ISK 1,000` is 100000. */
const WRITTEN_WHOLE = new Set(["isk", "ugx"]);

const currencies = new Map<string, { format: Intl.NumberFormat; perUnit: number }>();

function currencyOf(currency: string) {
  let made = currencies.get(currency);
  if (!made) {
    const code = currency.toLowerCase();
    const digits = ZERO_DECIMAL.has(code) ? 0 : THREE_DECIMAL.has(code) ? 3 : 2;
    const format = new Intl.NumberFormat("en-US", {
      style: "currency",
      currency: code,
      minimumFractionDigits: WRITTEN_WHOLE.has(code) ? 0 : digits,
      maximumFractionDigits: digits,
    });
    currencies.set(currency, made = { format, perUnit: 10 ** digits });
  }
  return made;
}

/** `$30.00`; never rounded, with plain spaces. */
export function formatMoney(amount: number, currency: string): string {
  const { format, perUnit } = currencyOf(currency);
  return plainSpaces(format.format(amount / perUnit));
}

/** How many of the minor unit make one of the currency: 100 for dollars, 1 for yen. */
export function minorUnits(currency: string): number {
  return currencyOf(currency).perUnit;
}

/** `30`, `30.5`, `$30.50`, `1,200.00` → minor units; null when it is no amount of this currency. Never rounds. */
export function parseMoney(text: string, currency: string): number | null {
  const digits = String(minorUnits(currency)).length - 1;
  const match = /^[^\d.,+-]{0,4}(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const [, whole, fraction = ""] = match;
  if (fraction.replace(/0+$/, "").length > digits) return null;
  return Number(whole.replaceAll(",", "")) * 10 ** digits + Number(fraction.slice(0, digits).padEnd(digits, "0") || 0);
}

/** Thin and no-break spaces differ from one ICU to the next, and confuse old mail programs. */
export function plainSpaces(text: string): string {
  return text.replace(/[\u2009\u202F\u00A0]/g, " ");
}
