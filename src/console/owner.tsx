/**
 * How every page of the owner's console is reached: the cookie tells who asks, a form must come from our own page, and what goes wrong is
 * told as a page. No page knows another studio's records: a stranger's id is 404.
 */
import { createHash } from "node:crypto";
import { DomainError, notFound } from "../domain/errors.ts";
import { sameSecret } from "../domain/tokens.ts";
import { type App, type Call, type HttpServices, limitRequest, readBody } from "../http/endpoint.ts";
import { errorResponse, HttpError, json, STATUS } from "../http/errors.ts";
import { id } from "../schemas/basics.ts";
import { findOwner, SESSION_VALID } from "../workflows/account/sign_in.ts";
import type { OwnerCall, OwnerRoutes, Page } from "./call.ts";
import { FormInput, typeset } from "./forms.ts";
import { doorPage, ownerPage } from "./layout.tsx";
import { wordsOf } from "./words.ts";

export const COOKIE = "__Host-alera";
const MAX_FORM = 64 * 1024;
const anId = id();
/** Requests a minute from one address: a person clicks less, a script gets no further. */
const CLICKS_A_MINUTE = 240;

/** Declares pages under `/console`, each guarded. */
export function ownerRoutes(app: App, services: HttpServices): OwnerRoutes {
  const declare = (method: "GET" | "POST", path: string, page: Page) => {
    app.on(method, path, async (c) => {
      c.env.seen.route = `${method} ${path}`;
      return await guarded(services, c, `${method} ${path}`, page);
    });
  };
  return { get: (path, page) => declare("GET", path, page), post: (path, page) => declare("POST", path, page) };
}

async function guarded(services: HttpServices, c: Call, route: string, page: Page): Promise<Response> {
  const { ctx } = services;
  let call: OwnerCall | null = null;
  try {
    limitRequest(services, c, route, CLICKS_A_MINUTE);
    const token = cookieOf(c);
    const owner = token ? await findOwner(ctx, token) : null;
    if (!token || !owner) return toSignin(c);
    c.env.seen.providerId = owner.provider.id;
    const nowMs = ctx.clock.now();
    call = {
      c,
      ctx,
      services,
      ...owner,
      nowMs,
      words: wordsOf(owner.provider, nowMs),
      csrf: csrfOf(token),
      query: new URL(c.req.url).searchParams,
      form: new FormInput(),
      id: c.req.param("id") ?? "",
      once: () => Promise.reject(new Error("only a form is submitted once")),
    };
    // An id that can't be one is an id that nothing has.
    if (call.id && !anId.safeParse(call.id).success) throw notFound("Record");
    if (c.req.method === "POST") {
      const { form, text } = await readForm(c);
      call.form = form;
      refuseForeign(services, c, form, call.csrf);
      call.once = (work) => once(call!, services, text, work);
    }
    return await page(call);
  } catch (error) {
    return problem(services, c, call, error);
  }
}

/** Where to go after signing in is remembered only for pages: a form can't be sent again by a link. */
function toSignin(c: Call): Response {
  const { pathname, search } = new URL(c.req.url);
  const next = c.req.method === "GET" && pathname !== "/console"
    ? `?next=${encodeURIComponent(pathname + search)}`
    : "";
  return new Response(null, {
    status: 303,
    headers: { location: `/console/signin${next}`, "cache-control": "no-store" },
  });
}

/** The session's token in the cookie, or null. */
export function cookieOf(c: Call): string | null {
  // Blanks alone are taken off: a name that begins with any other space is no `__Host-` to a browser, so a sister site may have set it.
  for (const part of (c.req.header("cookie") ?? "").split(/; */)) {
    const [name, value] = part.split("=");
    if (name === COOKIE && value && /^[0-9a-z]{20,80}$/.test(value)) return value;
  }
  return null;
}

/** @param token null: the browser forgets it */
export function setCookie(token: string | null): string {
  const age = token === null ? 0 : SESSION_VALID / 1000;
  return `${COOKIE}=${token ?? ""}; Path=/; Max-Age=${age}; Secure; HttpOnly; SameSite=Lax`;
}

/** Bound to the session: whoever has not seen a page of it does not know it. */
function csrfOf(token: string): string {
  return createHash("sha256").update(`csrf:${token}`).digest("base64url");
}

async function readForm(c: Call): Promise<{ form: FormInput; text: string }> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(c.req.header("content-type") ?? "")) {
    throw new HttpError(415, "The console takes forms of its own pages only.");
  }
  const text = await readBody(c.req.raw, MAX_FORM);
  return { form: new FormInput(new URLSearchParams(text)), text };
}

/** @throws HttpError 403 when the form was not sent by a page of ours, of this session */
function refuseForeign(services: HttpServices, c: Call, form: FormInput, csrf: string): void {
  if (!isFromUs(services, c) || !sameSecret(form.raw("csrf"), csrf)) {
    throw new HttpError(403, "This form is from another visit. Open the page again and send it from there.");
  }
}

/** Whether a request was sent by a page of this very server, as the browser says. */
export function isFromUs({ ctx }: HttpServices, c: Call): boolean {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  if (site === "cross-site" || site === "same-site") return false;
  if (origin === undefined || origin === "null") return site === "same-origin";
  const ours = new URL(ctx.settings.publicUrl);
  if (origin === ours.origin) return true;
  // By another name of this server, such as its address in the local network; by the public one only as it is: no http for https.
  const { host } = URL.canParse(origin) ? new URL(origin) : { host: null };
  return host !== ours.host && host === c.req.header("host");
}

async function once<T>(call: OwnerCall, services: HttpServices, body: string, work: () => Promise<T>): Promise<T> {
  const key = call.form.raw("once");
  if (!/^[0-9a-z]{20,64}$/.test(key)) throw new HttpError(400, "This form is not complete. Open the page again.");
  const credential = `console:${call.provider.id}`;
  const path = new URL(call.c.req.url).pathname;
  // A second click joins the first while it runs, and is told its result.
  const text = await call.ctx.inFlight.run(`${credential}:${key}`, async () => {
    const request = { key, credential, method: "POST", path, body };
    try {
      const answer = await services.idempotency.run(request, async () => json(200, { result: await work() }));
      return await answer.text();
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 409) throw error;
      // Gone back to, changed and sent again: what the first one did stands.
      throw new HttpError(
        409,
        "This form was sent before, with other words in it, and that was done. Open the page anew to do more.",
      );
    }
  });
  return JSON.parse(text).result;
}

// ---------------------------------------------------------------- what goes wrong

function problem(services: HttpServices, c: Call, call: OwnerCall | null, error: unknown): Response {
  const told = error instanceof DomainError
    ? { status: STATUS[error.code], message: error.message }
    : error instanceof HttpError
    ? { status: error.status, message: error.message }
    : null;
  const answer = told ?? {
    status: errorResponse(error, c.env.requestId, services.ctx.log).status,
    message:
      `Something went wrong on our side. Nothing is known to be lost. Try again; if it goes on, tell whoever runs this server the number of the problem: ${c.env.requestId}.`,
  };
  const headers = error instanceof HttpError ? error.headers : {};
  const title = answer.status === 404 ? "There is nothing here" : "That did not work";
  const body = (
    <>
      <div class="page-head">
        <h1>{title}</h1>
      </div>
      <div class="stack">
        <p>{answer.status === 404 ? "It was removed, or the address is not complete." : typeset(answer.message)}</p>
        <a class="button" href={backTo(c)}>{answer.status === 404 ? "To the schedule" : "Back"}</a>
      </div>
    </>
  );
  return call
    ? ownerPage(call, { title, narrow: true }, body, answer.status, headers)
    : doorPage(title, body, answer.status, headers);
}

/** The page the form was on, when the browser says so and it is ours. */
function backTo(c: Call): string {
  const from = c.req.header("referer");
  if (c.req.method !== "POST" || !from || !URL.canParse(from)) return "/console";
  const url = new URL(from);
  return url.host === c.req.header("host") && url.pathname.startsWith("/console")
    ? url.pathname + url.search
    : "/console";
}

/** After a form: to a page, which says `done` in its own words. Only addresses of the console's own. */
export function goTo(path: string, done?: string): Response {
  const [address, fragment] = path.split("#");
  const query = done ? `${address.includes("?") ? "&" : "?"}done=${encodeURIComponent(done)}` : "";
  const location = `${address}${query}${fragment ? `#${fragment}` : ""}`;
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
