/** The sign-in page: an address, to which a link is mailed. */
import { readBody } from "../../http/body.ts";
import type { Call } from "../../http/router.ts";
import { email } from "../../schemas/basics.ts";
import { findOwner } from "../../workflows/account/find_owner.ts";
import { mailOwnerLinks } from "../../workflows/account/mail_owner_links.ts";
import type { Context } from "../../workflows/context.ts";
import { Field } from "../ui/field.tsx";
import { FormInput } from "../ui/form_input.ts";
import { redirect } from "../ui/redirect.ts";
import { readSessionCookie } from "../ui/session_cookie.ts";
import { signedOutPage } from "../ui/signed_out_page.tsx";
import { readNext, withNext } from "./next_page.ts";

const MAX_FORM = 4096;

/** GET: the form; whoever is signed in already is led on. */
export async function requestLinkPage(c: Call, ctx: Context): Promise<Response> {
  const token = readSessionCookie(c);
  const next = readNext(c);
  if (token && await findOwner(ctx, token)) return redirect(next);
  return signedOutPage("Sign in", <AddressForm next={next} />);
}

/** POST: mails a link, if the address belongs to a studio. The answer does not tell. */
export async function requestLink(c: Call, ctx: Context): Promise<Response> {
  const next = readNext(c);
  const typed = new FormInput(new URLSearchParams(await readBody(c.req.raw, MAX_FORM))).raw("email");
  const to = email().safeParse(typed).data;
  if (!to) return signedOutPage("Sign in", <AddressForm next={next} typed={typed} error={explain(typed)} />, 400);
  await mailOwnerLinks(ctx, to, next);
  return signedOutPage("Check your email", <Sent to={to} development={ctx.settings.development} />);
}

function AddressForm({ next, typed = "", error }: { next: string; typed?: string; error?: string }) {
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
        value={typed}
        error={error}
      />
      <button class="button primary" type="submit">Email me a link</button>
    </form>
  );
}

/** What is wrong with an address. */
function explain(typed: string): string {
  if (!typed.includes("@")) return "An address has an @ in the middle: name@studio.com.";
  return "This address is not complete. After the @ comes a name with a dot in it: studio.com.";
}

function Sent({ to, development }: { to: string; development: boolean }) {
  return (
    <div class="stack">
      <h1>Check your email</h1>
      <p>
        If <strong>{to}</strong> belongs to a studio, a link is on its way. It works once, for 15 minutes.
      </p>
      {development && (
        <p>
          This server is for development and sends no mail: the link is in its <a href="/dev/mailbox">mailbox</a>.
        </p>
      )}
      <p class="muted">
        Nothing after two minutes? Check your spam folder, or <a href="/console/signin">try another address</a>.
      </p>
    </div>
  );
}
