/** What `cli` starts in development. It imports this file only then, so that production loads nothing of `src/dev`. */
import type { Config } from "../config.ts";
import type { DocsSample } from "../http/services.ts";
import type { Context } from "../workflows/context.ts";
import { describeSampleStudio } from "./sample_studio/describe.ts";
import { docsSample } from "./sample_studio/docs_sample.ts";
import { sampleStudioFile } from "./sample_studio/file.ts";
import { fillSampleStudio } from "./sample_studio/fill.ts";
import { findSampleStudio, type SampleStudio } from "./sample_studio/sample_studio.ts";
import { finishSimulatedOnboarding, paySimulatedCheckout } from "./simulated_stripe.ts";
import { startStorefront, type StorefrontServer } from "./storefront_server.ts";

export { developmentSecret } from "./beside_database.ts";
export { developmentRoutes } from "./routes.ts";
export { startSimulatedStripe } from "./simulated_stripe.ts";
export { describeSampleStudio };

/**
 * What the command `demo` does: fills the sample studio, and remembers its keys beside the database.
 * @throws ConfigError
 */
export async function fillAndRemember(ctx: Context, config: Config): Promise<SampleStudio> {
  const file = sampleStudioFile(config);
  const studio = await fillSampleStudio(ctx, {
    remembered: await file.load(),
    finishOnboarding: config.stripe ? undefined : finishSimulatedOnboarding,
    // Where `serve --demo` shows the studio's site, if its port is known before it listens.
    storefrontUrl: config.storefrontPort !== 0 ? `http://localhost:${config.storefrontPort}` : null,
  });
  await file.save(studio);
  return studio;
}

export interface ServedSampleStudio {
  /** For the "Try it" of the reference; null until the studio is filled. */
  forDocs(): DocsSample | null;
  /** Starts the storefront and fills the studio. Call it once the server at `apiUrl` listens. @returns what to print */
  open(apiUrl: string, counted: (answer: Promise<Response>) => Promise<Response>): Promise<string>;
  /** Stops the storefront. */
  close(): void;
}

/**
 * What `serve --demo` needs beside the server itself. Call it before listening: it refuses a database whose studio is not ours.
 * @param simulatorUrl of this process's simulator: with it, seats are booked and paid
 * @throws ConfigError
 */
export async function serveSampleStudio(
  ctx: Context,
  config: Config,
  simulatorUrl?: string,
): Promise<ServedSampleStudio> {
  const file = sampleStudioFile(config);
  const remembered = await file.load();
  await findSampleStudio(ctx, remembered);
  let studio: SampleStudio | null = null;
  let storefront: StorefrontServer | null = null;
  return {
    forDocs: () => studio && docsSample(studio),
    async open(apiUrl, counted) {
      storefront = await startStorefront(ctx, config, counted);
      studio = await fillSampleStudio(ctx, {
        remembered,
        finishOnboarding: config.stripe ? undefined : finishSimulatedOnboarding,
        payCheckout: simulatorUrl ? paySimulatedCheckout : undefined,
        storefrontUrl: storefront.url,
      });
      await file.save(studio);
      storefront.open(studio, apiUrl, simulatorUrl);
      return describeSampleStudio(studio, simulatorUrl);
    },
    close: () => storefront?.close(),
  };
}
