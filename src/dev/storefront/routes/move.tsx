/** Moving a booking, signed in or by the mailed link: the classes it can go to, then what happens, then the click. */
import type { Context, Hono } from "hono";
import { AleraError } from "@alera/client";
import { blankForm, type Form } from "../form.ts";
import { addDays, dateOf } from "../format.ts";
import { ChooseClassPage } from "../pages/choose_class.tsx";
import { ConfirmMovePage } from "../pages/confirm_move.tsx";
import { MovedPage } from "../pages/moved.tsx";
import { afterHash, LINK_UNUSABLE, readForm, refusedForm } from "../posted_form.ts";
import { page, type SiteContext } from "../site_context.ts";

/** How far ahead classes are offered. */
const OFFERED_DAYS = 28;

export function moveRoutes(app: Hono, { api, session, options }: SiteContext): void {
  /** A booking's token, if whoever asks is signed in and it is theirs. */
  async function ownToken(c: Context): Promise<string | undefined> {
    const customer = await session.customer(c).catch(() => null);
    return customer?.enrollments.find(({ id }) => id === c.req.param("id"))?.cancelToken;
  }

  /** @param token null: only the mailed link's reader knows it */
  async function choose(c: Context, token: string | null, mailed: boolean, form: Form = blankForm()) {
    const id = c.req.param("id")!;
    const shown = { enrollmentId: id, mailed, form };
    if (token === null) return page(c, <ChooseClassPage {...shown} present={null} offered={[]} />, form.status);
    const { classSession: present } = await api.askCancel(id, token);
    const today = dateOf(options.now());
    const [{ priceCents }, { classes }] = await Promise.all([
      api.findClass(present.id),
      api.schedule(today, addDays(today, OFFERED_DAYS - 1)),
    ]);
    const offered = classes.filter((one) =>
      one.priceCents === priceCents && one.seatsLeft > 0 && one.id !== present.id &&
      Date.parse(one.scheduledAt) > options.now()
    );
    return page(c, <ChooseClassPage {...shown} present={present} offered={offered} />, form.status);
  }

  app.get("/move/:id", async (c) => choose(c, await ownToken(c) ?? null, false));

  app.post("/move/:id", async (c) => {
    const { values } = await readForm(c);
    const id = c.req.param("id");
    const mailed = values.token ? afterHash(values.token) : undefined;
    const token = mailed ?? await ownToken(c) ?? null;
    try {
      if (!token) throw new AleraError(401, { code: "invalid_token" });
      if (!values.to) return await choose(c, token, mailed !== undefined);
      if (values.sure) return page(c, <MovedPage moved={await api.move(id, token, values.to)} />);
      const [{ classSession: present, paidWith }, move] = await Promise.all([
        api.askCancel(id, token),
        api.askMove(id, token, values.to),
      ]);
      const shown = { enrollmentId: id, present, paidWith, move, now: options.now(), mailed: mailed !== undefined };
      return page(c, <ConfirmMovePage {...shown} />);
    } catch (error) {
      const unusable = { token: LINK_UNUSABLE };
      const form = refusedForm(error, {}, { 401: unusable, 404: unusable });
      return await choose(c, form.errors.token ? null : token, mailed !== undefined, form);
    }
  });
}
