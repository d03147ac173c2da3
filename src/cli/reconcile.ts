import { reconcileBooks } from "../workflows/payments/reconcile_books.ts";
import type { Reconciliation } from "../workflows/payments/reconciliation.ts";
import { type Command, table, UsageError } from "./command.ts";

export const reconcile: Command = {
  name: "reconcile",
  summary: "Compares the books with Stripe and repairs what can be known, as after a restore. " +
    "Exit 0: all agrees now; 1: something is left, or an account was not read.",
  usage: "alera reconcile [--since TIME] [--json]",
  options: {
    since: {
      type: "string",
      help: "2026-05-18T11:00:00.000Z: reads what Stripe has since then. " +
        "Unless given: a day before the restored books end, else seven days.",
    },
    json: { type: "boolean", help: "Prints JSON." },
  },
  async run({ values }, shell) {
    const since = values.since === undefined ? null : readTime(values.since);
    const config = await shell.config("serve");
    await using services = await shell.openServices(config);
    const found = await reconcileBooks(services.ctx, since);
    const ok = found.left.length === 0 && found.accounts.every(({ error }) => error === null);
    shell.out(values.json ? `${JSON.stringify({ ok, ...found })}\n` : describe(found, ok));
    return ok ? 0 : 1;
  },
};

/** A date alone is its first moment in UTC. @throws UsageError */
function readTime(text: string): string {
  const at = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)
    ? Date.parse(text)
    : NaN;
  if (Number.isNaN(at)) throw new UsageError("--since: Must be a time such as 2026-05-18T11:00:00.000Z.");
  return new Date(at).toISOString();
}

function describe({ since, accounts, repaired, closed, left }: Reconciliation, ok: boolean): string {
  const sum = (key: "sessions" | "refunds") => accounts.reduce((n, one) => n + one[key], 0);
  const lines = [
    `Compared with Stripe since ${since}: accounts ${accounts.length}, sessions ${sum("sessions")}, refunds ${
      sum("refunds")
    }.`,
    ...accounts.filter(({ error }) => error).map(({ accountId, error }) => `Not read: account ${accountId} (${error})`),
    ...repaired.map(({ checkoutId, sessionId, now }) => `Repaired: checkout ${checkoutId} (${sessionId}): ${now}`),
    ...closed.map((id) => `Closed: session ${id}, which was open and had no record`),
  ];
  return [
    ...lines,
    ...(left.length ? ["Left for you:", table(left as unknown as Record<string, unknown>[]).trimEnd()] : []),
    ok ? "The books agree with Stripe." : "Not everything agrees; see above.",
    "",
  ].join("\n");
}
