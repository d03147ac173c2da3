/** Cancelling a class and those that follow it in its series: what each refunds stands before the click. */
import { z } from "@hono/zod-openapi";
import { note, optional } from "../../schemas/basics.ts";
import { cancelSeries } from "../../workflows/classes/cancel_series.ts";
import { viewSeries } from "../../workflows/classes/preview_series.ts";
import { refundsOfClass } from "../../workflows/classes/refundable.ts";
import type { ClassView } from "../../workflows/classes/view_class.ts";
import { Fields, lines } from "../ui/declared_fields.tsx";
import { Form, FormError } from "../ui/form.tsx";
import { check, refuse } from "../ui/form_errors.ts";
import { type Format, people, pluralize } from "../ui/format.ts";
import { Table } from "../ui/listing.tsx";
import { showPage } from "../ui/page.tsx";
import type { FormHandler } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { versionOf } from "./cancel_panel.tsx";
import { CANCELLING } from "./cancellation_progress.tsx";
import { classPath } from "./class_path.ts";

/** So long a click waits; refunds that take longer are watched on the page of each class. */
const PATIENCE_MS = 1_500;

export const cancelSeriesForm: FormHandler = {
  async page(call) {
    const { ctx, provider, format, id } = call;
    const views = await viewSeries(ctx, provider.id, id);
    const path = classPath(id);
    if (views.length < 2) return redirect(`${path}#cancel-class`);
    const [{ session }] = views;
    return showPage(
      call,
      {
        title: `Cancel ${session.nameSnapshot} and those that follow`,
        heading: `Cancel ${views.length} classes?`,
        tab: "schedule",
        narrow: true,
        back: { href: path, label: session.nameSnapshot },
        intro:
          "Everyone booked is refunded what they paid, however late it is, and gets one email about all their classes. This can’t be undone.",
      },
      <Table
        caption="What is refunded for each class"
        rows={views}
        columns={[
          {
            head: "Class",
            cell: (one) => format.dateTime(one.session.scheduledAt),
            total: pluralize(views.length, "class", "classes"),
          },
          { head: "Booked", cell: (one) => people(one.seated.length), num: true },
          {
            head: "Refund",
            cell: (one) => describeRefund(format, [one]),
            num: true,
            total: describeRefund(format, views),
          },
        ]}
      />,
      <Form call={call}>
        <FormError call={call} />
        <input type="hidden" name="seen" value={seenOf(views)} />
        <Fields
          form={{ call, stored: {} }}
          fields={{ message: lines({ label: "Message to clients", hint: "Optional. Goes into each email." }) }}
        />
        <div class="actions">
          <button class="button final" type="submit">Cancel {views.length} classes</button>
          <a class="button quiet" href={path}>Keep the classes</a>
        </div>
      </Form>,
    );
  },
  /** Cancels them all. */
  async submit({ ctx, provider, form, id }) {
    const typed = { message: form.raw("message").replaceAll("\r\n", "\n") };
    const { message } = check(z.object({ message: optional(note(500)) }), typed);
    const views = await viewSeries(ctx, provider.id, id);
    if (views.length > 0 && form.raw("seen") !== seenOf(views)) {
      throw refuse("Nothing was cancelled: somebody booked or cancelled while this page was open. Look again.", 409);
    }
    await cancelSeries(ctx, provider.id, id, message ?? null, PATIENCE_MS);
    return redirect(classPath(id), CANCELLING);
  },
};

/** What the owner saw before the click. */
const seenOf = (views: ClassView[]) => views.map((one) => `${one.session.id}.${versionOf(one)}`).join(" ");

function describeRefund(format: Format, views: ClassView[]): string {
  const all = views.map(refundsOfClass);
  const cents = all.reduce((sum, one) => sum + one.cents, 0);
  const credits = all.reduce((sum, one) => sum + one.credits, 0);
  return [cents ? format.money(cents) : "", credits ? pluralize(credits, "credit") : ""].filter(Boolean).join(
    " and ",
  ) ||
    "Nothing due";
}
