/** Sends text messages through Twilio. */
import type { Log } from "../ports/log.ts";
import { DeliveryError } from "../ports/mail.ts";
import type { TextMessage } from "../ports/texts.ts";

const TIMEOUT_MS = 10_000;

export interface TwilioAccount {
  accountSid: string;
  authToken: string;
  /** The sending number, `+15555550100`, or a messaging service, `MG…`. */
  from: string;
  /** Another server that speaks Twilio's API. */
  apiBase?: string;
}

/** Errors and log lines hold codes, never a number or a text. @throws DeliveryError */
export async function sendByTwilio(account: TwilioAccount, log: Log, { id, to, text }: TextMessage): Promise<void> {
  const { accountSid, authToken, from, apiBase = "https://api.twilio.com" } = account;
  const body = new URLSearchParams({ To: dialled(to), Body: text });
  body.set(from.startsWith("MG") ? "MessagingServiceSid" : "From", from);
  let response: Response;
  let answer: string;
  try {
    const url = `${apiBase.replace(/\/+$/, "")}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`;
    response = await fetch(url, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    answer = await response.text();
  } catch (error) {
    const reason = (error as Error).name === "TimeoutError" ? "no answer in time" : "no connection";
    throw new DeliveryError(false, `Twilio: ${reason}`, reason.replaceAll(" ", "_"));
  }
  if (response.ok) return;
  const { status } = response;
  const code = twilioCode(answer);
  log.warn("text_refused", { id, status, code });
  throw new DeliveryError(
    isPermanent(status),
    `Twilio: HTTP ${status}${code ? `, code ${code}` : ""}`,
    String(code ?? status),
  );
}

/** A wrong token, a closed account and too many calls are ours to mend: the recipient did nothing. */
function isPermanent(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);
}

/** Digits as a number to dial: ten digits have no country code, and are taken as North American. */
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
