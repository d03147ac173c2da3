/** Refunds that need the owner, for the tests of the payments pages. */
import assert from "node:assert/strict";
import { HOUR } from "../../../src/domain/time.ts";
import { type Owner, readable } from "../../support/console.ts";
import { type Held, person, studio } from "../../support/studio.ts";

export type World = Awaited<ReturnType<typeof studio>>;

/** What a reader sees, without the space that a tag before a comma leaves. */
export const seen = (html: string) => readable(html).replace(/ ([,.])/g, "$1");
export const PAGE = "/console/payments";
export const read = async (owner: Owner) => seen((await owner.page(PAGE)).text);
export const clean = async (t: World) => assert.deepEqual(await t.doctor(), []);

/** How often Stripe was asked to make a refund. */
export const asked = (t: World) =>
  t.stripe.requests.filter((one) => one.method === "POST" && one.path.startsWith("/v1/refunds")).length;
export const refuse = (t: World, code = "balance_insufficient", times = 99) =>
  t.stripe.fail({ route: "POST /v1/refunds", status: 402, times, error: { type: "invalid_request_error", code } });

export interface Stuck extends Held {
  classId: string;
  refundId: string;
}

/** A paid seat of a cancelled class, whose refund Stripe refuses until its owner is notified. */
export async function stuck(t: World, who = person(1), code?: string): Promise<Stuck> {
  const classId = await t.studio.addClass({ inHours: 24 * 20 });
  const held = await t.studio.seat(classId, who);
  const fault = refuse(t, code);
  assert.equal((await t.studio.manage("POST", `classes/${classId}/cancel`)).body.refundFailures, 1);
  for (let refusals = 0; refusals < 4; refusals++) await t.pass(HOUR);
  fault.remove();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  return { ...held, classId, refundId: await refundOf(t, held.id) };
}

/** Money for a seat that was gone, whose refund gets no answer after its owner was notified. */
export async function inDoubt(t: World, mode: "lost" | "drop"): Promise<Stuck> {
  const one = await stuck(t);
  t.stripe.fail({ route: "POST /v1/refunds", mode, times: 99 });
  for (let tries = 0; tries < 2; tries++) await t.pass(HOUR);
  return one;
}

export async function refundOf(t: World, enrollmentId: string): Promise<string> {
  return (await t.studio.books("refunds")).filter((one) => one.enrollment_id === enrollmentId).at(-1)!.id;
}

export async function stateOf(t: World, refundId: string): Promise<string> {
  const row = (await t.studio.books("refunds")).find((one) => one.id === refundId);
  const manual = (await t.studio.books("manual_refunds")).some((one) => one.refund_id === refundId);
  return `${row.state}${manual ? ", manual" : ""}`;
}

export const again = (owner: Owner, id: string) => owner.submit(PAGE, {}, `${PAGE}/refunds/${id}/retry`);
export const manual = (owner: Owner, id: string) => owner.submit(`${PAGE}/refunds/${id}/manual`);

/** Name and value of every hidden field of a form. */
export function formBody(html: string, action: string): Record<string, string> {
  const form = html.split("<form").find((one) => one.includes(`action="${action}"`))!;
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  );
}

/** Sent without its page, which is gone once nothing needs the owner. */
export async function manualRefundOf(owner: Owner, id: string) {
  const { text } = await owner.page("/console/settings/devices");
  const csrf = /name="csrf" value="([^"]+)"/.exec(text)![1];
  const body = new URLSearchParams({ csrf, once: "0".repeat(32) }).toString();
  return await owner.send("POST", `${PAGE}/refunds/${id}/manual`, body);
}
