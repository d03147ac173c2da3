/**
 * Every v1 request of `adapters/stripe.ts`, sent by the real SDK to Stripe's own stripe-mock, which checks it against Stripe's
 * OpenAPI document. It has no v2: creating accounts and their links is left out. 0.203.0 knows 2026-08-26.dahlia, our SDK sends
 * 2026-10-28.endive: it accepts every request as it is. `deno task test:stripe-mock`; STRIPE_MOCK names another program.
 */
import assert from "node:assert/strict";
import { createPayments } from "../../src/adapters/stripe.ts";
import { type CheckoutRequest, PaymentsError } from "../../src/ports/payments.ts";
import { freePort, until } from "../journeys/server.ts";
import { endOf, runChild } from "../support/child_process.ts";
import { silentLog } from "../support/silent_log.ts";

const PROGRAM = Deno.env.get("STRIPE_MOCK") ?? "stripe-mock";
const KEY = "sk_test_123";
const ACCOUNT = "acct_1032D82eZvKYlo2C";
const CHECKOUT: CheckoutRequest = {
  accountId: ACCOUNT,
  clientReferenceId: "checkout_1",
  productName: "Wheel throwing",
  productDescription: "Saturday, 10:00",
  amountCents: 4500,
  currency: "usd",
  feeCents: 90,
  customerEmail: "ann@example.com",
  successUrl: "https://studio.example/thanks",
  cancelUrl: "https://studio.example/classes",
  expiresAt: Math.floor(Date.now() / 1000) + 3600,
  metadata: { alera_checkout: "checkout_1" },
};

const isInstalled = await runChild(PROGRAM, ["-version"]).then(() => true, (error) => {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
  if (Deno.env.get("CI") === "true") throw new Error("stripe-mock is not installed, and CI needs it.");
  console.log("Skipped: stripe-mock is not installed (go install github.com/stripe/stripe-mock@latest).");
  return false;
});

/** Runs stripe-mock on a free port of this machine while `use` runs. */
async function withStripeMock(use: (apiBase: string) => Promise<void>): Promise<void> {
  const apiBase = `http://127.0.0.1:${freePort()}`;
  const child = new Deno.Command(PROGRAM, {
    args: ["-http-addr", apiBase.slice("http://".length)],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let printed = "";
  const reading = [child.stdout, child.stderr].map((stream) =>
    stream.pipeThrough(new TextDecoderStream()).pipeTo(new WritableStream({ write: (text) => void (printed += text) }))
  );
  try {
    await until(() =>
      fetch(`${apiBase}/v1/charges`, { headers: { authorization: `Bearer ${KEY}` } })
        .then(async (answer) => (await answer.body?.cancel(), answer.ok), () => false), () => printed);
    await use(apiBase);
  } finally {
    child.kill("SIGTERM");
    await endOf(child, () => printed, 10_000);
    await Promise.all(reading);
  }
}

Deno.test({ name: "Stripe's own document accepts every v1 request", ignore: !isInstalled }, async (t) => {
  await withStripeMock(async (apiBase) => {
    const payments = createPayments({ secretKey: KEY, webhookSecrets: [], apiBase, log: silentLog });

    await t.step("a checkout session, with a fee and without", async () => {
      const session = await payments.createCheckout(CHECKOUT, "create-1");
      assert.match(session.id, /^cs_/);
      const { productDescription: _, ...short } = CHECKOUT;
      assert.match((await payments.createCheckout({ ...short, feeCents: 0 }, "create-2")).id, /^cs_/);
    });
    await t.step("a session is retrieved with its payment, and expires", async () => {
      assert.match((await payments.retrieveCheckout(ACCOUNT, "cs_test_1")).id, /^cs_/);
      assert.match((await payments.expireCheckout(ACCOUNT, "cs_test_1")).id, /^cs_/);
    });
    await t.step("a refund, with our fee and without, retrieved and listed", async () => {
      const request = {
        accountId: ACCOUNT,
        paymentIntentId: "pi_1",
        amountCents: 100,
        metadata: { alera_refund: "1" },
      };
      assert.match((await payments.refund({ ...request, refundFee: true }, "refund-1")).id, /^re_/);
      assert.match((await payments.refund({ ...request, refundFee: false }, "refund-2")).id, /^re_/);
      assert.match((await payments.retrieveRefund(ACCOUNT, "re_1")).id, /^re_/);
      // The request is accepted; what the mock lists is a refund of another payment, and taken for no answer.
      await assert.rejects(payments.listRefunds(ACCOUNT, "pi_1"), /not an answer, HTTP \?/);
    });
    await t.step("a payment intent's charge", async () => {
      const charge = await payments.findChargeId(ACCOUNT, "pi_1");
      assert.ok(charge === null || charge.startsWith("ch_"), String(charge));
    });
    await t.step("an account", async () => {
      assert.match((await payments.retrieveAccount(ACCOUNT)).id, /^acct_/);
    });

    await t.step("the platform's webhook endpoints", async () => {
      assert.ok((await payments.listWebhookEndpoints())!.every((one) => /^we_/.test(one.id)));
    });

    await t.step("the control: a time of the wrong shape is refused", async () => {
      const wrong = { ...CHECKOUT, expiresAt: "soon" as unknown as number };
      await assert.rejects(
        payments.createCheckout(wrong, "create-3"),
        (error) => error instanceof PaymentsError && error.kind === "refused",
      );
    });
  });
});
