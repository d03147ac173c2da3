/** The mailed link: one click opens a session. */
import type { Provider } from "../../domain/providers.ts";
import type { Call } from "../../http/router.ts";
import { findStudioOfLink, openConsole } from "../../workflows/account/open_console.ts";
import type { Context } from "../../workflows/context.ts";
import { redirect } from "../ui/redirect.ts";
import { sessionCookie } from "../ui/session_cookie.ts";
import { signedOutPage } from "../ui/signed_out_page.tsx";
import { deviceName } from "./device_name.ts";
import { readNext, withNext } from "./next_page.ts";

/** GET: asks for the click. Mail scanners open links too: nothing is used up. */
export async function openLinkPage(c: Call, ctx: Context): Promise<Response> {
  const token = c.req.param("token")!;
  const provider = await findStudioOfLink(ctx, token);
  if (!provider) return expiredPage();
  const action = withNext(`/console/signin/${token}`, readNext(c));
  return signedOutPage("Sign in", <OneClick provider={provider} action={action} />);
}

/** POST: uses the link up. */
export async function openLink(c: Call, ctx: Context): Promise<Response> {
  const token = await openConsole(ctx, c.req.param("token")!, deviceName(c.req.header("user-agent") ?? ""));
  if (!token) return expiredPage();
  const answer = redirect(readNext(c));
  answer.headers.set("set-cookie", sessionCookie(token));
  return answer;
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

function expiredPage(): Response {
  const title = "This link is used or too old";
  return signedOutPage(
    title,
    <div class="stack">
      <h1>{title}</h1>
      <p class="muted">Links work once, for 15 minutes.</p>
      <a class="button primary" href="/console/signin">Email me a new link</a>
    </div>,
    410,
  );
}
