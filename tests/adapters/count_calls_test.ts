/** Calls to the outside, as a monitor sees them. */
import assert from "node:assert/strict";
import { countCalls } from "../../src/adapters/count_calls.ts";
import { createMetrics } from "../../src/metrics/metrics.ts";
import { DeliveryError } from "../../src/ports/mail.ts";
import { type Payments, PaymentsError } from "../../src/ports/payments.ts";

function counted() {
  const metrics = createMetrics();
  let outcome: Error | null = null;
  const call = () => outcome ? Promise.reject(outcome) : Promise.resolve("done");
  const payments = { livemode: false, createCheckout: call, findChargeId: call, verifyEvent: call };
  const outside = countCalls(metrics, {
    payments: payments as unknown as Payments,
    mailer: { atOnce: 1, send: call as () => Promise<never>, close: () => Promise.resolve() },
    texter: { enabled: true, send: call as () => Promise<never> },
  });
  const counts = () =>
    Object.fromEntries(
      [
        ...metrics.outsideCallSeconds.render().matchAll(
          /_count\{service="(\w+)",operation="(\w+)",outcome="(\w+)"\} (\d+)/g,
        ),
      ]
        .map(([, service, operation, of, n]) => [`${service} ${operation} ${of}`, Number(n)]),
    );
  return { outside, counts, fail: (error: Error | null) => outcome = error };
}

Deno.test("every call is counted with its operation and what became of it, and answers what it answered", async () => {
  const { outside: { payments, mailer, texter }, counts, fail } = counted();
  assert.equal(await payments.createCheckout({} as never, "key"), "done");
  await payments.findChargeId("acct", "pi");
  await mailer.send({} as never);
  await texter.send({} as never);
  for (const error of [new PaymentsError("refused", "no"), new PaymentsError("unknown", "?"), new TypeError("bug")]) {
    fail(error);
    await assert.rejects(payments.createCheckout({} as never, "key"), (thrown) => thrown === error);
  }
  for (const error of [new DeliveryError(true, "no"), new DeliveryError(false, "?")]) {
    fail(error);
    await assert.rejects(mailer.send({} as never), (thrown) => thrown === error);
  }
  assert.deepEqual(counts(), {
    "stripe create_checkout ok": 1,
    "stripe create_checkout refused": 1,
    "stripe create_checkout unknown": 2,
    "stripe find_charge_id ok": 1,
    "mail send ok": 1,
    "mail send refused": 1,
    "mail send unknown": 1,
    "text send ok": 1,
  });
});

Deno.test("what asks nobody is not counted, and what is no call stays as it is", async () => {
  const { outside: { payments, texter }, counts } = counted();
  await payments.verifyEvent("", "", 0);
  assert.deepEqual([payments.livemode, texter.enabled, counts()], [false, true, {}]);
});
