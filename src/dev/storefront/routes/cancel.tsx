/** Cancelling a booking, signed in or by the mailed link. */
import type { Context, Hono } from "hono";
import { ApiError } from "../api.ts";
import { blankForm, type Form } from "../form.ts";
import { CancelPage } from "../pages/cancel.tsx";
import { CancelledPage } from "../pages/cancelled.tsx";
import { afterHash, LINK_UNUSABLE, readForm, refusedForm } from "../posted_form.ts";
import { page, type SiteContext } from "../site_context.ts";

export function cancelRoutes(app: Hono, { api, session, options }: SiteContext): void {
  async function cancelPage(c: Context, form: Form) {
    const enrollmentId = c.req.param("id")!;
    const one = await ownBooking(c, enrollmentId);
    const open = !one || ["PendingPayment", "Confirmed"].includes(one.status);
    if (!open) throw new ApiError(410, { error: "This booking is over or already cancelled." });
    const priceCents = one && await api.findClass(one.class.id).then((it) => it.priceCents, () => null);
    const props = { enrollmentId, one, priceCents, now: options.now(), form };
    return page(c, <CancelPage {...props} />, form.status);
  }

  /** A booking, if whoever asks is signed in and it is theirs. */
  async function ownBooking(c: Context, enrollmentId: string) {
    const customer = await session.customer(c).catch(() => null);
    return customer?.enrollments.find((one) => one.id === enrollmentId) ?? null;
  }

  app.get("/cancel/:id", (c) => cancelPage(c, blankForm()));
  app.post("/cancel/:id", async (c) => {
    const { values } = await readForm(c);
    try {
      // The mailed link's token, or the one that `me` tells about this customer's booking.
      const token = values.token ? afterHash(values.token) : (await ownBooking(c, c.req.param("id")))?.cancelToken;
      if (!token) throw new ApiError(401, { error: "" });
      return page(c, <CancelledPage done={await api.cancel(c.req.param("id"), token)} />);
    } catch (error) {
      const unusable = { token: LINK_UNUSABLE };
      return cancelPage(c, refusedForm(error, {}, { 401: unusable, 404: unusable }));
    }
  });
}
