/** What is outside: whether mail and Stripe take what is configured. */
import { createLog } from "../adapters/log.ts";
import { createMailer, type VerifiableMailer } from "../adapters/mailer.ts";
import { createPayments } from "../adapters/stripe.ts";
import type { Config } from "../config.ts";
import { pluralize } from "../domain/format.ts";
import type { Log } from "../ports/log.ts";
import type { StripeMode } from "../ports/payments.ts";
import { findMissing } from "./stripe_webhooks.ts";

export interface Tried {
  works: boolean;
  /** One line, without address or secret. */
  line: string;
}

/**
 * Tries mail and Stripe, both at once. Nothing is changed there, and no mail leaves unless an address is given.
 * @param mailTo a test mail goes there
 */
export async function tryOutside(config: Config, mailTo: string | null): Promise<Tried[]> {
  const log = createLog({ ...config.log, level: "error", now: Date.now, stream: Deno.stderr });
  const [mail, stripe] = await Promise.all([tryMail(config, mailTo, log), tryStripe(config, log)]);
  return [mail, ...stripe];
}

async function tryMail({ mail: settings }: Config, mailTo: string | null, log: Log): Promise<Tried> {
  let mailer: VerifiableMailer | null = null;
  try {
    mailer = createMailer(settings, log);
    const found = await mailer.verify();
    if (found === null) return { works: true, line: "mail: not tried, it goes to the log (MAIL_TRANSPORT)" };
    if (mailTo === null) return { works: true, line: `mail: ${found}` };
    await mailer.send(testMail(mailTo));
    return { works: true, line: `mail: ${found}; a test mail was accepted` };
  } catch (error) {
    const name = settings.transport === "smtp" ? "SMTP_URL" : "RESEND_API_KEY";
    return { works: false, line: `mail fails: ${(error as Error).message}; are ${name} and MAIL_FROM right?` };
  } finally {
    await mailer?.close();
  }
}

function testMail(to: string) {
  const text = "This mail was sent by alera doctor --outside: mail works.\n";
  return {
    id: `test-${crypto.randomUUID()}`,
    kind: "test",
    to,
    fromName: "Alera",
    replyTo: null,
    subject: "Alera can send mail",
    text,
    html: `<p>${text.trim()}</p>`,
    attachments: [],
  };
}

/** The key first; where it works, also what the webhook endpoints lack. */
async function tryStripe({ stripe, stripeMode, publicUrl }: Config, log: Log): Promise<Tried[]> {
  if (!stripe) return [{ works: true, line: "stripe: not tried, development simulates it (STRIPE_SECRET_KEY)" }];
  const { webhookSecrets: secrets } = stripe;
  const strange = secrets.filter((one) => !/^whsec_\S+$/.test(one)).length;
  if (strange > 0) return [{ works: false, line: `stripe fails: ${strange} of STRIPE_WEBHOOK_SECRET is no whsec_…` }];
  try {
    const payments = createPayments({ ...stripe, mode: stripeMode, log });
    const key = await payments.verify() === "full" ? "the key" : "the restricted key";
    const line = `stripe: it takes ${key}, ${payments.livemode ? "live" : "test"} mode; ${
      pluralize(secrets.length, "webhook secret")
    }`;
    return [
      { works: true, line },
      ...await tryWebhooks(payments, { mode: stripeMode, publicUrl, secrets: secrets.length }),
    ];
  } catch (error) {
    return [{ works: false, line: `stripe fails: ${(error as Error).message} Is STRIPE_SECRET_KEY right?` }];
  }
}

async function tryWebhooks(
  { listWebhookEndpoints, livemode }: ReturnType<typeof createPayments>,
  expected: { mode: StripeMode; publicUrl: string; secrets: number },
): Promise<Tried[]> {
  const listed = await listWebhookEndpoints();
  if (listed === null) {
    return [{ works: true, line: "stripe webhooks: not tried, the restricted key may not list webhook endpoints" }];
  }
  const missing = findMissing(listed, { ...expected, livemode });
  if (missing.length > 0) return missing.map((line) => ({ works: false, line: `stripe webhooks fail: ${line}` }));
  return [{ works: true, line: `stripe webhooks: every event that is handled comes to ${expected.publicUrl}` }];
}
