/** What the forms of the page do. */
import { DomainError, type Issue } from "../../domain/errors.ts";
import { bookingIn } from "../../schemas/bookings.ts";
import { bookIn } from "../../workflows/bookings/book_in.ts";
import { cancelByOwner } from "../../workflows/bookings/cancel_by_owner.ts";
import { viewBooking } from "../../workflows/bookings/view_booking.ts";
import { readAmount } from "../ui/amounts.ts";
import { check, type Errors, Refusal, refuse, reworded } from "../ui/form_errors.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { bookInPage } from "./book_in.tsx";
import { bookInPath } from "./book_in_path.ts";

/** POST: books whoever was chosen; with `look` only looks up the gift card. */
export async function submitBookIn(call: PageContext): Promise<Response> {
  const { ctx, provider, form, id } = call;
  if (form.has("look")) return await bookInPage(call);
  const input = readInput(call);
  const enrollmentId = await reworded(
    withFields(call.once(() => bookIn(ctx, provider.id, id, input))),
    {
      checkout_failed: "Stripe did not make the payment page. Nobody was booked, and no mail was sent. Try again.",
      not_onboarded: "You can’t take payments yet. Connect Stripe under Payments first.",
    },
  );
  return redirect(`${bookInPath(id)}?booked=${encodeURIComponent(enrollmentId)}`);
}

/** @throws Refusal */
function readInput(call: PageContext) {
  const { form } = call;
  const chosen = form.text("client");
  if (chosen === "") throw refuse("Choose who is booked in.");
  const payment = form.text("payment");
  if (payment === "") throw refuse("Choose how the class is paid.");
  const errors: Errors = {};
  const given = {
    ...(chosen === "new"
      ? { client: { name: form.text("name"), email: form.text("email"), phone: form.text("phone") } }
      : { clientId: chosen }),
    payment,
    amountCents: payment === "offline" ? readAmount(call, "amount", errors, true) : undefined,
    paidIn: payment === "offline" ? form.text("by") : undefined,
    clientPackageId: payment === "credit" ? form.text(`pack-${chosen}`) : undefined,
    giftCardCode: payment === "gift_card" ? form.text("code") : undefined,
  };
  if (payment === "credit" && !given.clientPackageId) throw refuse("There is no pack to pay with. Choose another way.");
  if (payment === "gift_card" && !given.giftCardCode) throw new Refusal({ code: "Type the code of the gift card." });
  const { client, amountCents, ...rest } = checkFields(given, errors);
  return { ...rest, client: client ?? undefined, amountCents: amountCents ?? undefined };
}

/** The fields of a new client have no common name on the page. */
function checkFields(given: object, errors: Errors) {
  try {
    return check(bookingIn, given, errors);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { client, giftCardCode, amountCents, ...rest } = error.errors;
    throw new Refusal({
      ...rest,
      ...(client && { "": `New client: ${client}` }),
      ...(giftCardCode && { code: giftCardCode }),
      ...(amountCents && !rest.amount && { amount: amountCents }),
    });
  }
}

/** What the books say of a code stands beside its field. */
async function withFields<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const ofCode = /gift card/i.test(error.message) || error.code.startsWith("gift_card");
    if (ofCode) throw new Refusal({ code: error.message }, 409);
    // The fields that the books name are not the page's.
    const [issue] = error.hints.issues as Issue[] | undefined ?? [];
    if (issue) throw refuse(issue.message);
    throw error;
  }
}

/** POST: takes the booking back, with its credit or gift-card money, whatever the cancel window. */
export async function undoBookIn({ ctx, provider, form, id }: PageContext): Promise<Response> {
  const { booking } = await viewBooking(ctx, provider.id, form.text("enrollment"));
  if (booking.status !== "Cancelled") {
    await cancelByOwner(ctx, provider.id, booking.id, { choice: "full", reason: null });
  }
  return redirect(bookInPath(id), "undone");
}
