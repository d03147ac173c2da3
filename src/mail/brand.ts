/** How a studio shows itself in its mails. */
import type { Provider } from "../domain/providers.ts";

export interface Brand {
  studioName: string;
  /** Where replies go. */
  studioEmail: string;
  /** Where classes take place; null: not given. */
  address: string | null;
  timezone: string;
  currency: string;
  /** The owner's console. */
  consoleUrl: string;
}

/** @param publicUrl origin of this server, without a slash at its end */
export function brandOf(provider: Provider, publicUrl: string): Brand {
  const { displayName, email, address, timezone, currency } = provider;
  return {
    studioName: displayName,
    studioEmail: email,
    address,
    timezone,
    currency,
    consoleUrl: `${publicUrl}/console`,
  };
}
