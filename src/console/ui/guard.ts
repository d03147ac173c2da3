/** How every page is reached: the cookie names the session, a form must come from our own page, and a failure is a page too. */
import { notFound } from "../../domain/errors.ts";
import { countAddress } from "../../http/admit.ts";
import { readBody } from "../../http/body.ts";
import type { App, Call } from "../../http/router.ts";
import type { HttpServices } from "../../http/services.ts";
import { HttpError } from "../../http/errors.ts";
import { id } from "../../schemas/basics.ts";
import { findOwner } from "../../workflows/account/find_owner.ts";
import { csrfOf, verifyCsrf } from "./csrf.ts";
import { formatOf } from "./format.ts";
import { refusalOf } from "./form_errors.ts";
import { FormInput } from "./form_input.ts";
import type { PageContext, PageHandler, PageRoutes } from "./page_context.ts";
import { problemPage } from "./problem_page.tsx";
import { readSessionCookie } from "./session_cookie.ts";
import { submitOnce } from "./submit_once.ts";

const MAX_FORM = 64 * 1024;
const anId = id();
/** Requests a minute from one address: more than a person clicks. */
const CLICKS_A_MINUTE = 240;

/** Declares pages under `/console`, each guarded. */
export function pageRoutes(app: App, services: HttpServices): PageRoutes {
  const declare = (method: "GET" | "POST", path: string, page: PageHandler, refused?: PageHandler) => {
    app.on(method, path, async (c) => {
      c.env.seen.route = `${method} ${path}`;
      return await guarded(services, c, `${method} ${path}`, page, refused);
    });
  };
  return {
    get: (path, page) => declare("GET", path, page),
    post: (path, submit, page) => declare("POST", path, submit, page),
    form(path, { page, submit }) {
      declare("GET", path, page);
      declare("POST", path, submit, page);
    },
  };
}

/** @param refused the page of a form that is not accepted */
async function guarded(
  services: HttpServices,
  c: Call,
  route: string,
  page: PageHandler,
  refused?: PageHandler,
): Promise<Response> {
  let call: PageContext | null = null;
  try {
    countAddress(services, { route, limit: CLICKS_A_MINUTE }, { headers: c.req.raw.headers, peer: () => c.env.peer });
    call = await contextOf(services, c);
    if (!call) return toSignin(c);
    c.env.seen.providerId = call.provider.id;
    // An id that can't be one is an id that nothing has.
    if (call.id && !anId.safeParse(call.id).success) throw notFound("Record");
    if (c.req.method === "POST") await readForm(services, c, call);
    try {
      return await page(call);
    } catch (error) {
      call.refused = refusalOf(error);
      if (!refused || !call.refused) throw error;
      return await refused(call);
    }
  } catch (error) {
    return problemPage(services, c, call, error);
  }
}

async function contextOf(services: HttpServices, c: Call): Promise<PageContext | null> {
  const { ctx } = services;
  const token = readSessionCookie(c);
  const owner = token ? await findOwner(ctx, token) : null;
  if (!token || !owner) return null;
  const nowMs = ctx.clock.now();
  const url = new URL(c.req.url);
  return {
    c,
    ctx,
    services,
    ...owner,
    nowMs,
    format: formatOf(owner.provider, nowMs),
    csrf: csrfOf(token),
    path: url.pathname,
    query: url.searchParams,
    form: new FormInput(),
    refused: null,
    id: c.req.param("id") ?? "",
    once: () => Promise.reject(new Error("only a form is submitted once")),
  };
}

async function readForm(services: HttpServices, c: Call, call: PageContext): Promise<void> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(c.req.header("content-type") ?? "")) {
    throw new HttpError("unsupported_media_type", "The console takes forms of its own pages only.");
  }
  const text = await readBody(c.req.raw, MAX_FORM);
  call.form = new FormInput(new URLSearchParams(text));
  verifyCsrf(services, c, call.form, call.csrf);
  call.once = (work) => submitOnce(call, services, text, work);
}

/** Only pages are remembered for after signing in: a link can't send a form again. */
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
