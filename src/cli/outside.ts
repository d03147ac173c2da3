/** What is outside: whether mail and Stripe take what is configured. */
import { createLog } from "../adapters/log.ts";
import { createMailer, type VerifiableMailer } from "../adapters/mailer.ts";
import { createPayments } from "../adapters/stripe.ts";
import type { Config } from "../config.ts";
import type { Log } from "../ports/log.ts";

export interface Tried {
  works: boolean;
  /** One line, without address or secret. */
  line: string;
}

/**
 * Tries mail and Stripe, both at once. Nothing is changed there, and no mail leaves unless an address is given.
 * @param mailTo a test mail goes there
 */
export function tryOutside(config: Config, mailTo: string | null): Promise<Tried[]> {
  const log = createLog({ ...config.log, level: "error", now: Date.now, stream: Deno.stderr });
  return Promise.all([tryMail(config, mailTo, log), tryStripe(config, log)]);
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

async function tryStripe({ stripe }: Config, log: Log): Promise<Tried> {
  if (!stripe) return { works: true, line: "stripe: not tried, development simulates it (STRIPE_SECRET_KEY)" };
  const { webhookSecrets: secrets } = stripe;
  const strange = secrets.filter((one) => !/^whsec_\S+$/.test(one)).length;
  if (strange > 0) return { works: false, line: `stripe fails: ${strange} of STRIPE_WEBHOOK_SECRET is no whsec_…` };
  try {
    const payments = createPayments({ ...stripe, log });
    const key = await payments.verify() === "full" ? "the key" : "the restricted key";
    const endpoints = secrets.length === 1 ? "1 webhook secret" : `${secrets.length} webhook secrets`;
    return {
      works: true,
      line: `stripe: it takes ${key}, ${payments.livemode ? "live" : "test"} mode; ${endpoints}`,
    };
  } catch (error) {
    return { works: false, line: `stripe fails: ${(error as Error).message} Is STRIPE_SECRET_KEY right?` };
  }
}
