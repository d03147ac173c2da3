/** `amount` in the currency's smallest unit, as a person reads it. */
export function formatMoney(amount: number | null, currency: string | null): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency: currency ?? "usd" });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format((amount ?? 0) / 10 ** digits);
}

/** `seconds` since 1970, in UTC. */
export function formatTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
