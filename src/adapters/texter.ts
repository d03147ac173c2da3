/** The Texter of the configured transport: Twilio, only the log, or none. */
import type { Log } from "../ports/log.ts";
import type { Texter } from "../ports/texts.ts";
import { sendByTwilio, type TwilioAccount } from "./twilio.ts";

export interface TexterOptions {
  transport: "off" | "log" | "twilio";
  twilio?: TwilioAccount;
}

/** @throws Error when `twilio` is chosen without its account, token and sender */
export function createTexter({ transport, twilio }: TexterOptions, log: Log): Texter {
  switch (transport) {
    case "off":
      return { enabled: false, send: () => Promise.resolve() };
    case "log":
      return { enabled: true, send: ({ id }) => Promise.resolve(log.info("text_logged", { id })) };
    case "twilio":
      if (!twilio?.accountSid || !twilio.authToken || !twilio.from) {
        throw new Error("SMS_TRANSPORT=twilio needs TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM.");
      }
      return { enabled: true, send: (text) => sendByTwilio(twilio, log, text) };
  }
}
