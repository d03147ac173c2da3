/** A form must come from a page of this server, of this session. */
import { createHash } from "node:crypto";
import { sameSecret } from "../../domain/tokens.ts";
import type { Call } from "../../http/router.ts";
import type { HttpServices } from "../../http/services.ts";
import { HttpError } from "../../http/errors.ts";
import type { FormInput } from "./form_input.ts";

/** Bound to the session: only its own pages know it. */
export function csrfOf(sessionToken: string): string {
  return createHash("sha256").update(`csrf:${sessionToken}`).digest("base64url");
}

/** @throws HttpError 403 when the form was not sent by a page of this session */
export function verifyCsrf(services: HttpServices, c: Call, form: FormInput, csrf: string): void {
  if (!isSameOrigin(services, c) || !sameSecret(form.raw("csrf"), csrf)) {
    throw new HttpError("forbidden", "This form is from another visit. Open the page again and send it from there.");
  }
}

/** Whether a request was sent by a page of this server, as the browser says. */
export function isSameOrigin({ ctx }: HttpServices, c: Call): boolean {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  if (site === "cross-site" || site === "same-site") return false;
  if (origin === undefined || origin === "null") return site === "same-origin";
  const ours = new URL(ctx.settings.publicUrl);
  if (origin === ours.origin) return true;
  // Another name of this server, such as its address in the local network. The public name must match exactly: no http for https.
  const { host } = URL.canParse(origin) ? new URL(origin) : { host: null };
  return host !== ours.host && host === c.req.header("host");
}
