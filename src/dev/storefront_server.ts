/** Serves the sample studio's own site on its own origin. */
import { type Config, listening } from "../config.ts";
import type { Context } from "../workflows/context.ts";
import type { SampleStudio } from "./sample_studio/sample_studio.ts";
import { createStorefront } from "./storefront/server.ts";

export interface StorefrontServer {
  url: string;
  /** From now on it serves this studio. */
  open(studio: SampleStudio, apiUrl: string, checkoutOrigin?: string): void;
  close(): void;
}

/**
 * Listens before there is a studio, because the studio's key names its origin.
 * @param counted sees each answer, so that a shutdown can wait for it
 * @throws ConfigError when its port is in use
 */
export async function startStorefront(
  ctx: Context,
  config: Config,
  counted: (answer: Promise<Response>) => Promise<Response>,
): Promise<StorefrontServer> {
  let site: ReturnType<typeof createStorefront> | null = null;
  const server = await listening(`ALERA_STOREFRONT_PORT ${config.storefrontPort}`, () =>
    Deno.serve({
      port: config.storefrontPort,
      hostname: config.host,
      onListen: ({ port }) => ctx.log.info("storefront_listening", { port }),
    }, (request, { remoteAddr }) =>
      site
        ? counted(site(request, remoteAddr.hostname))
        : new Response("The sample studio is being made.", { status: 503 })));
  const url = `http://localhost:${server.addr.port}`;
  return {
    url,
    open({ key, handle }, apiUrl, checkoutOrigin) {
      site = createStorefront({
        apiUrl,
        key,
        origin: url,
        handle,
        checkoutOrigin,
        now: ctx.clock.now,
      });
    },
    close: () => void server.shutdown(),
  };
}
