/// <reference lib="dom" />
/** Cancelling a booking: what comes back stands before the click. */
import { ask } from "./api.ts";
import { h, row, said, soft } from "./dom.ts";
import type { Embed } from "./embed.ts";
import { button } from "./form.ts";
import type { Preview } from "./shapes.ts";

/** What comes back in words, and what the button says. */
function consequence({ say, money, span }: Embed, of: Preview): [says: string, button: string] {
  const { paidWith, refundCents, giftCardCents, cancelWindowHours } = of;
  if (!paidWith || paidWith === "free") {
    return [say("Nothing was paid."), paidWith ? say("Cancel booking") : say("Release the seat")];
  }
  if (paidWith === "offline") return [say("You paid at the studio: ask there what comes back."), say("Cancel booking")];
  const cents = giftCardCents || refundCents;
  if (cents) {
    const values = { price: money(cents, of.currency) };
    return [
      say(
        paidWith === "gift_card"
          ? "{price} goes back to your gift card."
          : "{price} goes back to you, the way you paid.",
        values,
      ),
      say("Cancel and refund {price}", values),
    ];
  }
  if (of.creditReturned) return [say("The credit goes back to your pack."), say("Cancel, credit back")];
  const time = span(cancelWindowHours, "hour");
  return [say("The class starts in less than {time}: there is no refund.", { time }), say("Cancel, no refund")];
}

/**
 * The question, then what became of it.
 * @param kept what takes the question's place when the booking is kept
 * @throws Refusal
 */
export async function cancelPanel(e: Embed, id: string, cancelToken: string, kept: Node): Promise<HTMLElement> {
  const { say } = e;
  const cancel = <T>(mode: string) => ask<T>(`enrollments/${id}/cancel`, {}, { cancelToken, mode });
  const preview = await cancel<Preview>("preview");
  const { nameSnapshot, scheduledAt } = preview.classSession;
  const [says, label] = consequence(e, preview);
  const panel = said(
    say("Cancel {class}, {time}?", { class: nameSnapshot, time: e.moment(scheduledAt) }),
    h("p", says),
    row(
      button(e, label, async () => {
        const { refundedCents: refundCents, ...done } = await cancel<Preview & { refundedCents: number }>("commit");
        const [came] = consequence(e, { ...preview, ...done, refundCents, giftCardCents: 0 });
        panel.replaceWith(said(say("Your booking is cancelled."), soft(came)));
      }, "button.main"),
      button(e, say("Keep booking"), () => panel.replaceWith(kept)),
    ),
  );
  return panel;
}

/** What a button's answer takes the place of: the box it is in, or its row. */
export const placeOf = (push: HTMLElement): HTMLElement => push.closest<HTMLElement>(".said") ?? push.parentElement!;

/** Puts the question in its place. @param token the booking's */
export const cancelButton = (e: Embed, text: string, id: string, token: string) =>
  button(e, text, async (push) => {
    const place = placeOf(push);
    place.replaceWith(await cancelPanel(e, id, token, place));
  }, "button.link");
