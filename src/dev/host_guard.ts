/** Development only: which names this server answers to where it shows everything. */
import { isThisMachine } from "../domain/origins.ts";
import type { App } from "../http/router.ts";
import { refusal } from "../http/errors.ts";

const ADDRESS = /^(\d+\.\d+\.\d+\.\d+|\[.*\])$/;

/**
 * Mailbox and reference hold links and keys, and ask nobody who they are. A site of elsewhere could let its own name lead to this machine,
 * and its pages would read both; so only addresses and our own names are answered. Declare it before what it guards.
 */
export function hostGuard(app: App, publicUrl: string): void {
  for (const path of ["/dev/*", "/docs/*"]) {
    app.use(path, async (c, next) => {
      const url = new URL(c.req.url);
      if (ADDRESS.test(url.hostname) || isThisMachine(url) || url.hostname === new URL(publicUrl).hostname) {
        return await next();
      }
      return refusal("forbidden", `In development this page is at ${publicUrl}${url.pathname} only.`);
    });
  }
}
