/** What is known of a filled sample studio, and how it is found again. */
import { ConfigError, requireDevelopment } from "../../config.ts";
import { findProviderByHandle, type Provider } from "../../domain/providers.ts";
import { SAMPLE_EMAIL, SAMPLE_HANDLE } from "../../workflows/account/sample_studio.ts";
import type { Context } from "../../workflows/context.ts";

/** What is printed, and kept in a file: keys are shown once, but a reload must not change them. */
export interface SampleStudio {
  handle: string;
  providerId: string;
  publicUrl: string;
  /** The studio's own site; null where none runs. */
  storefrontUrl: string | null;
  /** The first origin of its key: where links in mails lead. */
  origin: string;
  key: string;
  /** One that a browser may hold, for the elements of `/embed.js`. */
  publishableKey: string;
  ownerToken: string;
  serviceId: string;
  packageTypeId: string;
  /** What the studio's developer writes down, for the public API has no list of them. */
  packages: { id: string; name: string; classes: number; priceCents: number; validDays: number | null }[];
  paidClassId: string;
  freeClassId: string;
  fullClassId: string;
  appointmentId: string;
  tipToken: string;
  onboarded: boolean;
}

/**
 * The sample studio as an earlier run left it, or null where none is yet. A server asks before it listens.
 * @param remembered names the sample studio whose owner has since got another address
 * @throws ConfigError in production, and when the studio that has its handle is another
 */
export async function findSampleStudio(ctx: Context, remembered: SampleStudio | null): Promise<Provider | null> {
  requireDevelopment(ctx.settings.development);
  const known = await findProviderByHandle(ctx.db, SAMPLE_HANDLE);
  if (known && known.email !== SAMPLE_EMAIL && known.id !== remembered?.providerId) {
    throw new ConfigError(
      `the studio ${SAMPLE_HANDLE} in this database is not the sample studio, so it is left alone: name another database in ALERA_DATABASE_URL`,
    );
  }
  return known;
}
