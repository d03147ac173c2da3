/** What tests of the pages about classes and bookings have in common. */
import assert from "node:assert/strict";
import { type Owner, readable, type Shown } from "../../support/console.ts";
import { type Held, person, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

export const page = (classId: string) => `/console/classes/${classId}`;
export const cancelPage = (enrollmentId: string) => `/console/bookings/${enrollmentId}/cancel`;

/** Sends the roster's form of a booking. */
export const mark = (owner: Owner, classId: string, enrollmentId: string, attendance: string) =>
  owner.submit(page(classId), { attendance }, `/console/bookings/${enrollmentId}/attendance`);

/** The text of a person's row. */
export function rowOf(shown: Shown, enrollmentId: string): string {
  const row = new RegExp(`<li class="[^"]*" id="b-${enrollmentId}">([\\s\\S]*?)</li>`).exec(shown.text);
  assert.ok(row, `no row of ${enrollmentId}`);
  return readable(`<main>${row[1]}`);
}

export const refuse = (t: World, code = "balance_insufficient", times = 1) =>
  t.stripe.fail({
    route: "POST /v1/refunds",
    status: 400,
    error: { type: "invalid_request_error", code },
    times,
  });

export const refundCalls = (t: World) =>
  t.stripe.requests.filter((one) => one.path === "/v1/refunds" && one.method === "POST").length;

export async function checkedIn(t: World, enrollmentId: string): Promise<boolean> {
  return (await t.studio.books("enrollments")).find((one) => one.id === enrollmentId)!.checked_in_at !== null;
}

/** Two paid seats, one by pack, a hold, and somebody who waits. */
export async function fullClass(t: World) {
  const s = t.studio;
  const classId = await s.addClass({ capacity: 4 });
  const seats: Held[] = [await s.seat(classId, person(1)), await s.seat(classId, person(2))];
  const { token, packId } = await s.buyPack(person(3), 5);
  await s.book(classId, person(3), { useClientPackageId: packId, customerToken: token });
  const hold = await s.hold(classId, person(4));
  await s.wait(classId, person(5));
  return { classId, seats, hold, token };
}

export const cancelClass = (owner: Owner, classId: string, fields: Record<string, string> = {}) =>
  owner.submit(page(classId), fields, `${page(classId)}/cancel`);
