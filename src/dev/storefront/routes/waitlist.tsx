/** Leaving a waitlist, signed in or by the mailed link: first what is lost, then the click. */
import { AleraError } from "@alera/client";
import type { Context, Hono } from "hono";
import { blankForm, type Form } from "../form.ts";
import { LeaveWaitlistPage } from "../pages/leave_waitlist.tsx";
import { WaitlistLeftPage } from "../pages/waitlist_left.tsx";
import { afterHash, LINK_UNUSABLE, readForm, refusedForm } from "../posted_form.ts";
import { page, type SiteContext } from "../site_context.ts";

export function waitlistRoutes(app: Hono, { api, session }: SiteContext): void {
  /** A place on a waitlist, if whoever asks is signed in and it is theirs. */
  async function ownPlace(c: Context) {
    const customer = await session.customer(c).catch(() => null);
    return customer?.waitlist.find(({ id }) => id === c.req.param("id")) ?? null;
  }

  async function leavePage(c: Context, form: Form) {
    const props = { entryId: c.req.param("id")!, own: await ownPlace(c), form };
    return page(c, <LeaveWaitlistPage {...props} />, form.status);
  }

  app.get("/waitlist/leave/:id", (c) => leavePage(c, blankForm()));

  app.post("/waitlist/leave/:id", async (c) => {
    const { values } = await readForm(c);
    try {
      const own = await ownPlace(c);
      const leaveToken = values.token ? afterHash(values.token) : own?.leaveToken;
      // Whoever clicks twice is told the same: their place is gone from `me` by then, and they are who they are.
      const customerToken = session.token(c);
      const proof = leaveToken ? { leaveToken } : customerToken ? { customerToken } : null;
      if (!proof) throw new AleraError(401, { code: "invalid_token" });
      await api.leaveWaitlist(c.req.param("id"), proof);
      return page(c, <WaitlistLeftPage own={own} />);
    } catch (error) {
      const unusable = { token: LINK_UNUSABLE };
      return leavePage(c, refusedForm(error, {}, { 401: unusable, 404: unusable }));
    }
  });
}
