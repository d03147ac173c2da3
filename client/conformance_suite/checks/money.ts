/** Checkouts, gift cards, packs. Nothing is paid: Stripe is the server's. */
import { area, equal, ok } from "../suite.ts";
import { refused, type World } from "../world.ts";

async function issueCard(w: World, amountCents: number): Promise<string> {
  return (await w.manage("POST", "gift-cards", { amountCents, purchaserName: "Conformance" })).code;
}

async function issuedCard(w: World, amountCents: number) {
  const code = await issueCard(w, amountCents);
  const { body } = await w.call("GET", `/api/provider?handle=${encodeURIComponent(w.options.handle)}`);
  return (more: object) => w.call("POST", "/api/gift-cards/redeem", { code, providerId: body.provider.id, ...more });
}

export const MONEY = [
  ...area("money", {
    "a gift card's amount is 10 to 5000, its studio the key's": async (w) => {
      const { handle } = w.options;
      const card = { handle, purchaserName: "A", purchaserEmail: "a@example.com" };
      for (const amountCents of [999, 500_001, 10.5]) {
        refused(await w.call("POST", "/api/gift-cards/start", { ...card, amountCents }), 400, "invalid_request");
      }
      const unknown = { ...card, handle: "nobody-at-all", amountCents: 1000 };
      refused(await w.call("POST", "/api/gift-cards/start", unknown), 404, "not_found");
    },
    "a pack that is not on sale is 400, a code that is none 400 or 404": async (w) => {
      const pack = { handle: w.options.handle, packageTypeId: "pkg-none", name: "A", email: "a@example.com" };
      refused(await w.call("POST", "/api/packages/start", pack), 400, "package_unavailable");
      const redeem = { code: "short", providerId: "x", requestedDebitCents: 1 };
      refused(await w.call("POST", "/api/gift-cards/redeem", redeem), 400, "invalid_request");
      const none = { ...redeem, code: "ABCDEFGHJKLMNPQR" };
      refused(await w.call("POST", "/api/gift-cards/redeem", none), 404, "not_found");
    },
    "an unknown checkout is 404; a sign-in link answers the same for unknown emails": async (w) => {
      refused(await w.call("GET", "/api/checkouts/cs_none"), 404, "not_found");
      const link = { email: w.person().email, handle: w.options.handle };
      const { status, body } = await w.call("POST", "/api/customer/signin-link", link);
      equal("answer", [status, body], [200, { ok: true }]);
    },
  }),
  ...area("money", {
    "a paid class is held until paid; the same customer gets the same checkout": async (w) => {
      const id = await w.addClass({ capacity: 2, priceCents: 2000 });
      const person = w.person();
      const { status, body } = await w.book(id, person);
      if (status === 502 && body.code === "not_onboarded") return;
      equal("status", status, 200);
      ok("checkoutUrl", /^https?:/.test(body.checkoutUrl));
      equal("again", (await w.book(id, person)).body.checkoutUrl, body.checkoutUrl);
      const { enrolledCount, seatsLeft } = await w.findClass(id);
      equal("seats", [enrolledCount, seatsLeft], [0, 1]);
      const path = `/api/checkouts/${body.checkoutSessionId}`;
      const { body: { checkout }, headers } = await w.call("GET", path);
      equal("checkout", [checkout.kind, checkout.status, checkout.amountCents], ["class", "open", 2000]);
      equal("whose", [checkout.enrollmentId, checkout.enrollmentStatus], [body.enrollmentId, "PendingPayment"]);
      ok("no-store", headers.get("cache-control")?.includes("no-store"));
      const cancel = { cancelToken: body.cancelToken };
      const cancelled = await w.call("POST", `/api/enrollments/${body.enrollmentId}/cancel`, cancel);
      equal("released", [cancelled.status, cancelled.body.refundedCents], [200, 0]);
      equal("seats", (await w.findClass(id)).seatsLeft, 2);
      equal("status", (await w.call("GET", path)).body.checkout.status, "expired");
    },
    "a gift card is previewed for nothing, debited once for each reference, and never below 0": async (w) => {
      const redeem = await issuedCard(w, 5000);
      const preview = await redeem({ requestedDebitCents: 9000 });
      const { debitCents, balanceCents, balanceRemainingCents } = preview.body;
      equal("preview", [debitCents, balanceCents, balanceRemainingCents], [5000, 5000, 0]);
      refused(await redeem({ requestedDebitCents: 1, mode: "commit" }), 400, "invalid_request");
      const commits = Array.from(
        { length: 8 },
        (_, n) => redeem({ requestedDebitCents: 1000, mode: "commit", appointmentId: `visit-${n >> 1}` }),
      );
      const answers = await Promise.all(commits);
      for (const { status, body } of answers) equal("commit", [status, body.debitCents], [200, 1000]);
      equal("repeats", answers.filter(({ body }) => body.alreadyRedeemed).length, 4);
      equal("balance", (await redeem({ requestedDebitCents: 1 })).body.balanceCents, 1000);
      await redeem({ requestedDebitCents: 1000, mode: "commit", appointmentId: "visit-9" });
      refused(await redeem({ requestedDebitCents: 1 }), 400, "gift_card_empty");
      const first = await redeem({ requestedDebitCents: 1, mode: "commit", appointmentId: "visit-0" });
      equal("the first, again", [first.body.debitCents, first.body.alreadyRedeemed], [1000, true]);
    },
    "a gift card pays for a class, is not overdrawn by ten at once, and gets the amount back": async (w) => {
      const id = await w.addClass({ capacity: 12, priceCents: 2000 });
      const giftCardCode = await issueCard(w, 5000);
      const answers = await Promise.all(Array.from({ length: 10 }, () => w.book(id, { ...w.person(), giftCardCode })));
      const booked = answers.filter(({ status }) => status === 200);
      equal("booked", [booked.length, booked[0].body.checkoutUrl], [2, null]);
      const short = answers.find(({ status }) => status !== 200)!;
      refused(short, 409, "gift_card_insufficient");
      equal("balanceCents", short.body.balanceCents, 1000);
      const both = { ...w.person(), giftCardCode, useClientPackageId: "pkg-x", customerToken: "x" };
      refused(await w.book(id, both), 400, "invalid_request");
      refused(await w.book(id, { ...w.person(), giftCardCode: "ABCDEFGHJKLMNPQR" }), 404, "not_found");
      const { enrollmentId, cancelToken } = booked[0].body;
      const path = `/api/enrollments/${enrollmentId}/cancel`;
      const { body: preview } = await w.call("POST", path, { cancelToken, mode: "preview" });
      equal("preview", [preview.paidWith, preview.giftCardCents], ["gift_card", 2000]);
      const { body: cancelled } = await w.call("POST", path, { cancelToken });
      equal("cancelled", [cancelled.refundedCents, cancelled.refundId], [2000, null]);
      equal("it can pay again", (await w.book(id, { ...w.person(), giftCardCode })).status, 200);
    },
  }, "owner"),
];
