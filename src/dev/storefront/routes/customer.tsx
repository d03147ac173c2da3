/** Signing in by mailed link, and a customer's own bookings. */
import type { Hono } from "hono";
import { blankForm } from "../form.ts";
import { LinkMailedPage } from "../pages/link_mailed.tsx";
import { MyBookingsPage } from "../pages/my_bookings.tsx";
import { SignInPage } from "../pages/sign_in.tsx";
import { readForm } from "../posted_form.ts";
import { mailSigninLink } from "../signin_link.ts";
import { page, type SiteContext } from "../site_context.ts";

export function customerRoutes(app: Hono, { api, session, options }: SiteContext): void {
  app.get("/me", async (c) => {
    const had = session.token(c) !== undefined;
    const customer = await session.customer(c);
    if (customer) return page(c, <MyBookingsPage customer={customer} now={options.now()} />);
    const notice = had
      ? "That link is incomplete, or its 30 days are over. Ask for a new one."
      : c.req.query("signed-out") === undefined
      ? undefined
      : "You’re signed out.";
    return page(c, <SignInPage form={blankForm()} notice={notice} />);
  });
  app.post("/me/link", async (c) => {
    const { values } = await readForm(c);
    const form = await mailSigninLink(api, values);
    return form ? page(c, <SignInPage form={form} />, form.status) : page(c, <LinkMailedPage email={values.email} />);
  });
  app.post("/me/signout", (c) => {
    session.signOut(c);
    return c.redirect("/me?signed-out", 303);
  });
  // The mailed link. Its token moves into a cookie no script can read, and out of the address bar.
  app.get("/me/:token{[\\w-]+}", (c) => {
    session.signIn(c, c.req.param("token"));
    return c.redirect(session.takeReturn(c) ?? "/me");
  });
}
