/** How texts leave: not at all, to the log, or through Twilio. */
import { type Log } from "../ports/log.ts";
import { DeliveryError } from "../ports/mail.ts";
import { type Texter } from "../ports/texts.ts";

const TIMEOUT_MS = 10_000;
const TWILIO_URL = "https://api.twilio.com";

export interface TexterOptions {
  transport: "off" | "log" | "twilio";
  twilio?: {
    accountSid: string;
    authToken: string;
    /** The sending number, `+15555550100`, or a messaging service, `MG…`. */
    from: string;
    /** Another server that speaks Twilio's API. */
    baseUrl?: string;
  };
  log: Log;
}

/**
 * The Texter of the domain. Its errors and log lines hold codes, never a number or a text.
 *
 * @throws Error when `twilio` is chosen without its account, token and sender
 */
export function createTexter({ transport, twilio, log }: TexterOptions): Texter {
  if (transport === "twilio") {
    if (!twilio?.accountSid || !twilio.authToken || !twilio.from) {
      throw new Error("SMS_TRANSPORT=twilio needs TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM.");
    }
    return { enabled: true, send: (text) => sendByTwilio(twilio, log, text.id, text.to, text.text) };
  }
  return {
    enabled: transport === "log",
    send(text) {
      if (transport === "log") log.info("text_logged", { id: text.id });
      return Promise.resolve();
    },
  };
}

async function sendByTwilio(
  { accountSid, authToken, from, baseUrl = TWILIO_URL }: NonNullable<TexterOptions["twilio"]>,
  log: Log,
  id: string,
  to: string,
  text: string,
): Promise<void> {
  const body = new URLSearchParams({ To: dialled(to), Body: text });
  body.set(from.startsWith("MG") ? "MessagingServiceSid" : "From", from);
  let response: Response;
  let answer: string;
  try {
    const url = `${baseUrl.replace(/\/+$/, "")}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`;
    response = await fetch(url, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    answer = await response.text();
  } catch (error) {
    throw new DeliveryError(
      false,
      `Twilio: ${(error as Error).name === "TimeoutError" ? "no answer in time" : "no connection"}`,
    );
  }
  if (response.ok) return;
  const { status } = response;
  const code = twilioCode(answer);
  log.warn("text_refused", { id, status, code });
  throw new DeliveryError(isPermanent(status), `Twilio: HTTP ${status}${code ? `, code ${code}` : ""}`);
}

/** A wrong token, a closed account and too many calls are ours to mend: the recipient did nothing. */
function isPermanent(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);
}

/** Digits as a number to dial: ten digits have no country code, and are North American as in the reference. */
function dialled(digits: string): string {
  return digits.length === 10 ? `+1${digits}` : `+${digits}`;
}

function twilioCode(answer: string): number | null {
  try {
    const { code } = JSON.parse(answer);
    return Number.isSafeInteger(code) ? code : null;
  } catch {
    return null;
  }
}
