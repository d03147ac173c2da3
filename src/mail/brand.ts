/** How a studio shows itself in its mails. */
import type { Provider } from "../domain/providers.ts";

export interface Brand {
  studioName: string;
  /** Where replies go. */
  studioEmail: string;
  timezone: string;
  currency: string;
  /** The owner's console. */
  consoleUrl: string;
}

/** @param publicUrl origin of this server, without a slash at its end */
export function brandOf(provider: Provider, publicUrl: string): Brand {
  const { displayName, email, timezone, currency } = provider;
  return { studioName: displayName, studioEmail: email, timezone, currency, consoleUrl: `${publicUrl}/console` };
}
