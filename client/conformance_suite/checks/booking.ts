/** Seats, races, cancelling. */
import { area, equal, ok } from "../suite.ts";
import { refused } from "../world.ts";

export const BOOKING = area("booking", {
  "a free class is confirmed at once, and the answer says all of it": async (w) => {
    const id = await w.addClass();
    const { status, body } = await w.book(id);
    equal("status", status, 200);
    equal("nothing to pay", [body.checkoutUrl, body.checkoutSessionId], [null, null]);
    ok("enrollmentId", /^enr-/.test(body.enrollmentId));
    ok("cancelToken", body.cancelToken);
    equal("class", Object.keys(body.classSession).sort(), ["durationMin", "id", "nameSnapshot", "scheduledAt"]);
    const { enrolledCount, seatsLeft } = await w.findClass(id);
    equal("seats", [enrolledCount, seatsLeft], [1, 0]);
    const full = await w.book(id);
    refused(full, 409, "class_full");
    equal("waitlistAvailable", full.body.waitlistAvailable, true);
  },
  "twenty at once for the last seat: exactly one gets it": async (w) => {
    const id = await w.addClass();
    const answers = await Promise.all(Array.from({ length: 20 }, () => w.book(id)));
    equal("booked", answers.filter(({ status }) => status === 200).length, 1);
    for (const one of answers) if (one.status !== 200) refused(one, 409, "class_full");
    equal("seats taken", (await w.findClass(id)).enrolledCount, 1);
  },
  "one person at once, ten times: one seat": async (w) => {
    const id = await w.addClass({ capacity: 10 });
    const person = w.person();
    const answers = await Promise.all(Array.from({ length: 10 }, () => w.book(id, person)));
    equal("booked", answers.filter(({ status }) => status === 200).length, 1);
    equal("seats taken", (await w.findClass(id)).enrolledCount, 1);
  },
  "email, or phone and name, already booked is 409; a shared phone is not": async (w) => {
    const id = await w.addClass({ capacity: 9 });
    const jane = w.person();
    await w.book(id, jane);
    refused(await w.book(id, { ...w.person(), email: ` ${jane.email.toUpperCase()} ` }), 409, "already_booked");
    const same = { ...w.person(), phone: jane.phone, name: jane.name.toUpperCase() };
    refused(await w.book(id, same), 409, "already_booked");
    equal("a relative", (await w.book(id, { ...w.person(), phone: jane.phone })).status, 200);
  },
  "redirects must stay on the site": async (w) => {
    const id = await w.addClass();
    const away = { ...w.person(), successUrl: "https://elsewhere.example/x" };
    refused(await w.book(id, away), 400, "invalid_request");
    equal("seats taken", (await w.findClass(id)).enrolledCount, 0);
  },
  "a pack without a customer's token is 401": async (w) =>
    refused(
      await w.book(await w.addClass(), { ...w.person(), useClientPackageId: "pkg-x" }),
      401,
      "invalid_token",
    ),
  "a cancel is asked first, done once, and frees the seat": async (w) => {
    const id = await w.addClass();
    const { body: { enrollmentId, cancelToken } } = await w.book(id);
    const cancel = (mode?: string) => w.call("POST", `/api/enrollments/${enrollmentId}/cancel`, { cancelToken, mode });
    const { body: preview } = await cancel("preview");
    equal("preview", [preview.preview, preview.lateCancel, preview.refundCents, preview.paidWith], [
      true,
      false,
      0,
      "free",
    ]);
    equal("nothing changed", (await w.findClass(id)).enrolledCount, 1);
    const first = await cancel();
    const { ok: done, lateCancel, cancelWindowHours, refundedCents, refundId } = first.body;
    equal("cancelled", [done, lateCancel, cancelWindowHours, refundedCents, refundId], [true, false, 24, 0, null]);
    equal("again", (await cancel()).body, first.body);
    equal("seats", (await w.findClass(id)).seatsLeft, 1);
    equal("the next one gets it", (await w.book(id)).status, 200);
  },
  "five cancels at once free one seat": async (w) => {
    const id = await w.addClass({ capacity: 2 });
    const { body: { enrollmentId, cancelToken } } = await w.book(id);
    await w.book(id);
    const cancels = Array.from(
      { length: 5 },
      () => w.call("POST", `/api/enrollments/${enrollmentId}/cancel`, { cancelToken }),
    );
    for (const { status } of await Promise.all(cancels)) ok("200 or 409", status === 200 || status === 409);
    equal("seats taken", (await w.findClass(id)).enrolledCount, 1);
  },
}, "owner");
