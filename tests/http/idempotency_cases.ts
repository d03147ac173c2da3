/** A request that has an effect, for every POST route: the document's examples, and other ways through the same routes. */
import { DAY, iso } from "../../src/domain/time.ts";
import { fillIn } from "../../src/http/openapi/examples.ts";
import type { TestApp } from "../support/app.ts";
import { exampleRecords } from "../support/example_records.ts";
import { fetchDocument, operationsOf } from "../support/openapi.ts";
import { addStudio, ORIGIN, person, type Studio } from "../support/studio.ts";

export interface Case {
  name: string;
  /** As the router has it. */
  route: string;
  path: string;
  body: unknown;
  headers: Record<string, string>;
}

/** Stripe's events have their own ids, and nobody sends them with a key. */
const NOT_KEYED = ["POST /api/webhooks/stripe"];

/** The POST routes that honour the key. */
export function keyedRoutes(t: TestApp): string[] {
  return [
    ...new Set(
      t.app.routes().filter((one) => one.method === "POST" && one.path.startsWith("/api/"))
        .map((one) => `POST ${one.path}`).filter((one) => !NOT_KEYED.includes(one)),
    ),
  ];
}

export async function casesOf(t: TestApp & { studio: Studio }): Promise<Case[]> {
  const { studio: s } = t;
  const { values, credentials } = await exampleRecords(t);
  const cases: Case[] = [];
  for (const { method, path, spec } of operationsOf(await fetchDocument(t))) {
    if (method !== "POST" || !spec["x-example"]) continue;
    const { params = {}, body } = fillIn(spec["x-example"], values);
    cases.push({
      name: path,
      route: `POST ${path.replace(/\{(\w+)\}/g, ":$1")}`,
      path: path.replace(/\{(\w+)\}/g, (_: string, name: string) => encodeURIComponent(params[name])),
      body,
      headers: credentials[spec["x-auth"] as keyof typeof credentials],
    });
  }
  // The document's example is of a studio that is made first.
  const ofHandle = cases.find((one) => one.route === "POST /api/manage/providers/:handle/owner-token")!;
  ofHandle.path = `/api/manage/providers/${s.handle}/owner-token`;
  const also = (name: string, of: string, path: string, body?: unknown) => {
    const { route, headers } = cases.find((one) => one.route === of)!;
    cases.push({ name, route, path, body, headers });
  };

  const jane = { name: "Jane Doe", email: "jane@example.com", phone: "5555550100" };
  const { token: customerToken, packId: useClientPackageId } = await s.buyPack(jane);
  const paid = await s.addClass();
  const held = await s.addClass();
  const hold = await s.book(held, jane);
  const heldToo = await s.addClass();
  await s.hold(heldToo, person(47));
  const full = await s.addClass({ capacity: 1 });
  const leaver = await s.bookPaid(full, person(41));
  const { body: waiting } = await s.wait(full, person(42));
  await s.cancel(leaver.body.enrollmentId, leaver.body.cancelToken);
  const busy = await s.addClass();
  await s.bookPaid(busy, person(43));
  await s.bookPaid(busy, person(44));
  await s.book(busy, person(45));
  await s.book(busy, jane, { useClientPackageId, customerToken });
  await t.settle();

  const book = "POST /api/classes/:id/book";
  also("a paid class", book, `/api/classes/${paid}/book`, person(40));
  also("with a pack", book, `/api/classes/${paid}/book`, { ...jane, useClientPackageId, customerToken });
  also("with a pack, over an own hold", book, `/api/classes/${held}/book`, {
    ...jane,
    useClientPackageId,
    customerToken,
  });
  const bookIn = "POST /api/manage/classes/:id/enrollments";
  const clientId = values.clientId;
  also("with a payment link", bookIn, `/api/manage/classes/${paid}/enrollments`, {
    client: { name: "Sam", email: "sam.link@example.com" },
    payment: "link",
  });
  also("over an own hold", bookIn, `/api/manage/classes/${held}/enrollments`, {
    client: { name: jane.name, email: jane.email },
    payment: "offline",
  });
  also("a guest", bookIn, `/api/manage/classes/${paid}/enrollments`, { clientId, payment: "none" });
  const giftCardCode = values.giftCardCode;
  also("with a gift card", book, `/api/classes/${paid}/book`, { ...person(46), giftCardCode });
  also("with a gift card, over an own hold", book, `/api/classes/${heldToo}/book`, { ...person(47), giftCardCode });
  also("an own hold again", book, `/api/classes/${held}/book`, jane);
  const cancel = `/api/enrollments/${hold.body.enrollmentId}/cancel`;
  also("a hold", "POST /api/enrollments/:id/cancel", cancel, { cancelToken: hold.body.cancelToken });
  also(
    "into a paid class",
    "POST /api/manage/waitlist/:id/promote",
    `/api/manage/waitlist/${waiting.waitlistEntryId}/promote`,
  );
  also("a busy class", "POST /api/manage/classes/:id/cancel", `/api/manage/classes/${busy}/cancel`);
  also("for the first time", "POST /api/manage/stripe/onboarding", "/api/manage/stripe/onboarding", {
    returnUrl: `${ORIGIN}/done`,
    refreshUrl: `${ORIGIN}/again`,
  });
  cases.at(-1)!.headers = { authorization: `Bearer ${(await addStudio(t, { onboarded: false })).ownerToken}` };
  also("weekly", "POST /api/manage/classes", "/api/manage/classes", {
    serviceId: s.serviceId,
    scheduledAt: iso(t.clock.now() + 3 * DAY),
    repeat: { weekly: 3 },
  });
  also("a commit", "POST /api/gift-cards/redeem", "/api/gift-cards/redeem", {
    code: values.giftCardCode,
    providerId: s.id,
    requestedDebitCents: 2000,
    appointmentId: "apt-1",
    mode: "commit",
  });
  also("a commit", "POST /api/manage/gift-cards/redeem", "/api/manage/gift-cards/redeem", {
    code: values.giftCardCode,
    requestedDebitCents: 1000,
    appointmentId: "desk-1",
    mode: "commit",
  });
  return cases;
}
