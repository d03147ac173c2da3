/** The door: an address, a mailed link, one click. */
import { z } from "@hono/zod-openapi";
import type { Provider } from "../domain/providers.ts";
import { readBody } from "../http/body.ts";
import { limitRequest } from "../http/limit_request.ts";
import type { App, Call } from "../http/router.ts";
import type { HttpServices } from "../http/services.ts";
import { HttpError } from "../http/errors.ts";
import { email } from "../schemas/basics.ts";
import { findOwner, findStudioOfLink, mailOwnerLinks, openConsole } from "../workflows/account/sign_in.ts";
import { isSameOrigin } from "./ui/csrf.ts";
import { Field } from "./ui/field.tsx";
import { check, type Errors } from "./ui/form_errors.ts";
import { FormInput } from "./ui/form_input.ts";
import { redirect } from "./ui/redirect.ts";
import { readSessionCookie, sessionCookie } from "./ui/session_cookie.ts";
import { signedOutPage } from "./ui/signed_out_page.tsx";

const TRIES_A_MINUTE = 10;

/** Declares the pages that need no session. */
export function signinRoutes(app: App, services: HttpServices): void {
  const { ctx } = services;
  const door = (method: "GET" | "POST", path: string, limit: number, answer: (c: Call) => Promise<Response>) =>
    app.on(method, path, async (c) => {
      c.env.seen.route = `${method} ${path}`;
      try {
        limitRequest(services, c, `${method} ${path}`, limit);
        if (method === "POST" && !isSameOrigin(services, c)) {
          throw new HttpError(403, "Open the sign-in page and send the form from there.");
        }
        return await answer(c);
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        return signedOutPage("Sign in", <Refused says={error.message} />, error.status, error.headers);
      }
    });

  door("GET", "/console/signin", 240, async (c) => {
    const token = readSessionCookie(c);
    const next = nextOf(c);
    if (token && await findOwner(ctx, token)) return redirect(next);
    return signedOutPage("Sign in", <AddressForm next={next} />);
  });

  door("POST", "/console/signin", TRIES_A_MINUTE, async (c) => {
    const form = new FormInput(new URLSearchParams(await readBody(c.req.raw, 4096)));
    const { values, errors } = check(z.object({ email: email() }), { email: form.raw("email") });
    if (errors) {
      return signedOutPage("Sign in", <AddressForm next={nextOf(c)} value={form.raw("email")} errors={errors} />, 400);
    }
    await mailOwnerLinks(ctx, values.email, nextOf(c));
    return signedOutPage("Look in your mail", <Sent to={values.email} mailbox={ctx.settings.development} />);
  });

  door("GET", "/console/signin/:token", 60, async (c) => {
    const token = c.req.param("token")!;
    const provider = await findStudioOfLink(ctx, token);
    return provider
      ? signedOutPage(
        "Sign in",
        <OneClick provider={provider} action={withNext(`/console/signin/${token}`, nextOf(c))} />,
      )
      : signedOutPage("This link is used or too old", <Expired />, 410);
  });

  door("POST", "/console/signin/:token", 60, async (c) => {
    const opened = await openConsole(ctx, c.req.param("token")!, deviceOf(c.req.header("user-agent") ?? ""));
    if (!opened) return signedOutPage("This link is used or too old", <Expired />, 410);
    const answer = redirect(nextOf(c));
    answer.headers.set("set-cookie", sessionCookie(opened));
    return answer;
  });
}

/** Only back into the console: never to an address somebody else wrote. */
function nextOf(c: Call): string {
  const next = new URL(c.req.url).searchParams.get("next") ?? "";
  return /^\/console(\/[\w./-]*)?(\?[\w=&.,:%-]*)?$/.test(next) && !next.includes("..") ? next : "/console";
}

function withNext(path: string, next: string): string {
  return next === "/console" ? path : `${path}?next=${encodeURIComponent(next)}`;
}

/** `Chrome on Android`, for the list of devices. */
export function deviceOf(userAgent: string): string {
  const browser = [["Edg", "Edge"], ["OPR", "Opera"], ["Firefox", "Firefox"], ["Chrome", "Chrome"], [
    "Safari",
    "Safari",
  ]]
    .find(([mark]) => userAgent.includes(mark))?.[1];
  const system = [
    ["iPhone", "iPhone"],
    ["iPad", "iPad"],
    ["Android", "Android"],
    ["Windows", "Windows"],
    ["Mac OS", "Mac"],
    ["CrOS", "ChromeOS"],
    ["Linux", "Linux"],
  ].find(([mark]) => userAgent.includes(mark))?.[1];
  return browser && system ? `${browser} on ${system}` : browser ?? system ?? "A browser";
}

function AddressForm({ next, value, errors }: { next: string; value?: string; errors?: Errors }) {
  return (
    <form class="stack" method="post" action={withNext("/console/signin", next)} novalidate>
      <h1>Sign in to your studio</h1>
      <p class="muted">We’ll email you a link. No password to remember.</p>
      <Field
        name="email"
        label="Email"
        type="email"
        inputmode="email"
        autocomplete="email"
        required
        value={value}
        errors={errors &&
          { email: errors.email === "Fill this in." ? errors.email : addressMistake(value ?? "") }}
      />
      <button class="button primary" type="submit">Email me a link</button>
    </form>
  );
}

function addressMistake(typed: string): string {
  if (!typed.includes("@")) return "An address has an @ in the middle: name@studio.com.";
  return "This address is not complete. After the @ comes a name with a dot in it: studio.com.";
}

function Sent({ to, mailbox }: { to: string; mailbox: boolean }) {
  return (
    <div class="stack">
      <h1>Look in your mail</h1>
      <p>
        If <strong>{to}</strong> belongs to a studio, a link is on its way. It works once, for 15 minutes.
      </p>
      {mailbox
        ? (
          <p>
            This server is for development and mails nobody: the link is in its <a href="/dev/mailbox">mailbox</a>.
          </p>
        )
        : null}
      <p class="muted">
        Nothing after two minutes? Look in spam, or <a href="/console/signin">try another address</a>.
      </p>
    </div>
  );
}

function OneClick({ provider, action }: { provider: Provider; action: string }) {
  return (
    <form class="stack" method="post" action={action}>
      <h1>Welcome back</h1>
      <p class="muted">You’ll stay signed in on this device for 14 days.</p>
      <button class="button primary" type="submit">Open {provider.displayName}</button>
    </form>
  );
}

function Expired() {
  return (
    <div class="stack">
      <h1>This link is used or too old</h1>
      <p class="muted">Links work once, for 15 minutes.</p>
      <a class="button primary" href="/console/signin">Email me a new link</a>
    </div>
  );
}

function Refused({ says }: { says: string }) {
  return (
    <div class="stack">
      <h1>That did not work</h1>
      <p>{says}</p>
      <a class="button" href="/console/signin">To the sign-in page</a>
    </div>
  );
}
