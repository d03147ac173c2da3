import type { SimulatedAccount } from "../objects/account.ts";

/** Where its onboarding stands. */
export function standing(account: SimulatedAccount): string {
  if (account.deauthorized) return "disconnected";
  if (account.chargesEnabled) return "can take payments";
  return account.detailsSubmitted ? "payments switched off" : "onboarding not finished";
}

/** What its owner calls it, as far as known. */
export function nameOf(account: SimulatedAccount): string {
  return account.displayName ?? account.email ?? account.id;
}
