/** Cancelling a booking, signed in or by the mailed link: first what comes back, then the click. */
import { AleraError, type CancellationPreview } from "@alera/client";
import type { Context, Hono } from "hono";
import { blankForm, type Form } from "../form.ts";
import { CancelPage } from "../pages/cancel.tsx";
import { CancelledPage } from "../pages/cancelled.tsx";
import { afterHash, LINK_UNUSABLE, readForm, refusedForm } from "../posted_form.ts";
import { page, type SiteContext } from "../site_context.ts";

export function cancelRoutes(app: Hono, { api, session }: SiteContext): void {
  async function cancelPage(c: Context, form: Form, consequence: CancellationPreview | null = null, mailed = false) {
    const enrollmentId = c.req.param("id")!;
    const { cancelWindowHours } = await api.studio();
    return page(c, <CancelPage {...{ enrollmentId, consequence, mailed, cancelWindowHours, form }} />, form.status);
  }

  /** A booking, if whoever asks is signed in and it is theirs. */
  async function ownBooking(c: Context) {
    const customer = await session.customer(c).catch(() => null);
    return customer?.enrollments.find(({ id }) => id === c.req.param("id")) ?? null;
  }

  app.get("/cancel/:id", async (c) => {
    const own = await ownBooking(c);
    if (own?.status === "Cancelled") {
      throw new AleraError(410, { error: "This booking is already cancelled.", code: "booking_over" });
    }
    return cancelPage(c, blankForm(), own ? await api.askCancel(own.id, own.cancelToken) : null);
  });

  app.post("/cancel/:id", async (c) => {
    const { values } = await readForm(c);
    try {
      // The mailed link's token, or the one that `me` tells about this customer's booking.
      const mailed = values.token ? afterHash(values.token) : undefined;
      const token = mailed ?? (await ownBooking(c))?.cancelToken;
      if (!token) throw new AleraError(401, { code: "invalid_token" });
      const id = c.req.param("id");
      if (values.sure) {
        const done = await api.cancel(id, token);
        const { giftCardCents } = done.refundedCents > 0 ? await api.askCancel(id, token) : { giftCardCents: 0 };
        return page(c, <CancelledPage done={done} giftCardCents={giftCardCents} />);
      }
      return await cancelPage(c, blankForm(), await api.askCancel(id, token), mailed !== undefined);
    } catch (error) {
      const unusable = { token: LINK_UNUSABLE };
      return cancelPage(c, refusedForm(error, {}, { 401: unusable, 404: unusable }));
    }
  });
}
