/** Services of the outside whose calls run inside something: a span, a stop-watch. */
import type { Mailer } from "../ports/mail.ts";
import type { Payments } from "../ports/payments.ts";
import type { Texter } from "../ports/texts.ts";

export interface Outside {
  payments: Payments;
  mailer: Mailer;
  texter: Texter;
}

/** Runs a call. @param operation `create_checkout`, `send` … */
export type AroundCall = <T>(service: string, operation: string, call: () => Promise<T>) => Promise<T>;

/** The same services, each of whose calls runs inside `around`. */
export function aroundCalls({ payments, mailer, texter }: Outside, around: AroundCall): Outside {
  return {
    payments: aroundPayments(payments, around),
    mailer: {
      atOnce: mailer.atOnce,
      send: (mail) => around("mail", "send", () => mailer.send(mail)),
      close: () => mailer.close(),
    },
    texter: {
      get enabled() {
        return texter.enabled;
      },
      send: (text) => around("text", "send", () => texter.send(text)),
    },
  };
}

type Call = (...args: unknown[]) => Promise<unknown>;

/** All but `verifyEvent`, which asks nobody. */
function aroundPayments(payments: Payments, around: AroundCall): Payments {
  const calls = Object.entries(payments).filter(([name, one]) => typeof one === "function" && name !== "verifyEvent");
  return {
    ...payments,
    ...Object.fromEntries(calls.map(([name, call]) => {
      const operation = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      return [name, (...args: unknown[]) => around("stripe", operation, () => (call as Call)(...args))];
    })),
  };
}
