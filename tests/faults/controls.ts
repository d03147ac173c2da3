/**
 * The guards that the model is to prove: with one of them switched off, it must find a breach. A guard that stands behind another is
 * switched off together with it.
 */
import type { Database, SqlValue } from "../../src/db/database.ts";
import type { Context } from "../../src/workflows/context.ts";
import type { HAPPENINGS } from "./commands.ts";

export interface Control {
  /** The guard. */
  guard: string;
  /** Where the run begins that finds the breach soon; `FAULT_SEED` is another. */
  seed: number;
  /** What has to happen often. */
  often: (keyof typeof HAPPENINGS)[];
  /** Nothing else happens. */
  only?: boolean;
  /** A piece of SQL, as it is written → what runs in its place, with as many `?`. Each must be met. */
  rewrite?: Record<string, string>;
  /** No CHECK holds. */
  checks?: boolean;
  /** What is dropped from the schema. */
  drop?: string[];
  /** Replaces what the process has. */
  ports?: (ctx: Context) => void;
  database?: (db: Database) => Database;
}

export const CONTROLS: Control[] = [
  {
    guard: "a seat is sold once: the look at the seats left, and the CHECK behind it",
    seed: 1,
    often: ["book"],
    rewrite: { "c.held_count AS heldCount": "-1000 AS heldCount" },
    checks: true,
  },
  {
    guard: "one live enrollment of a client in a class: the look-up, and the index behind it",
    seed: 1,
    often: ["book"],
    rewrite: {
      "WHERE class_id = ? AND client_id = ? AND status IN ('PendingPayment', 'Confirmed') LIMIT 1":
        "WHERE class_id = ? AND client_id = ? AND status = 'none' LIMIT 1",
    },
    drop: ["INDEX enrollments_one_live"],
  },
  {
    guard: "a class's counts follow its enrollments",
    seed: 1,
    often: ["book", "cancel", "pay", "events"],
    drop: ["TRIGGER enrollments_move_seat"],
  },
  {
    guard:
      "one fulfillment of a checkout, however often Stripe tells of it: event ids, the look at what is paid, what is final",
    seed: 1,
    often: ["book", "pay", "events"],
    rewrite: {
      "INSERT INTO payment_events (id, type, account_id, outcome, received_at) VALUES (?, ?, ?, ?, ?)":
        "INSERT INTO payment_events (id, type, account_id, outcome, received_at) VALUES (? || hex(randomblob(8)), ?, ?, ?, ?)",
      "details, origin, state, session_id AS sessionId":
        "details, origin, iif(state = 'paid', 'open', state) AS state, session_id AS sessionId",
      "next_check_at = ? WHERE id = ? AND state <> 'paid'": "next_check_at = ? WHERE id = ?",
    },
    drop: ["TRIGGER checkouts_fulfillment_is_final"],
  },
  {
    guard: "one Checkout Session of a checkout: the idempotency key at Stripe",
    seed: 1,
    often: ["book", "processEnds", "pay", "events", "cancel"],
    only: true,
    ports: (ctx) => {
      const create = ctx.payments.createCheckout.bind(ctx.payments);
      ctx.payments.createCheckout = (request, key) => create(request, `${key}-${crypto.randomUUID()}`);
    },
  },
  {
    guard: "what stands about a payment is read from Stripe's own list",
    seed: 1,
    often: ["book", "pay", "events", "cancel", "stripeFault"],
    ports: (ctx) => {
      ctx.payments.listRefunds = () => Promise.resolve([]);
    },
  },
  {
    guard: "one refund of an attempt: the idempotency key at Stripe",
    seed: 1,
    often: ["book", "pay", "events", "cancel"],
    ports: (ctx) => {
      const refund = ctx.payments.refund.bind(ctx.payments);
      ctx.payments.refund = (request, key) => refund(request, `${key}-${crypto.randomUUID()}`);
    },
  },
  {
    guard: "a hold is released only when Stripe has closed its page",
    seed: 1,
    often: ["book", "cancel"],
    ports: (ctx) => {
      ctx.payments.expireCheckout = async (accountId, sessionId) => ({
        ...await ctx.payments.retrieveCheckout(accountId, sessionId),
        status: "expired",
      });
    },
  },
  {
    guard: "a message is claimed before it is sent",
    seed: 1,
    often: ["book", "work"],
    only: true,
    rewrite: {
      "SET attempts = attempts + 1, next_attempt_at = ?, claimed_at = ? WHERE id IN":
        "SET attempts = attempts + 1, last_error = nullif(?, ?) WHERE id IN",
    },
    // Others are taken up while a slow one is still on its way.
    ports: (ctx) => {
      const send = ctx.mailer.send.bind(ctx.mailer);
      ctx.mailer.send = async (mail) => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() < 0.5 ? 0 : 60));
        return await send(mail);
      };
    },
  },
  {
    guard: "a gift card pays what it has: the look at the balance, the condition and the CHECK",
    seed: 1,
    often: ["redeem", "bookByGiftCard"],
    rewrite: {
      "balance_cents AS balanceCents, currency, expires_at AS expiresAt\n     FROM gift_cards WHERE code_hash":
        "1000000 AS balanceCents, currency, expires_at AS expiresAt\n     FROM gift_cards WHERE code_hash",
      " AND balance_cents >= ?": " AND ? > 0",
    },
    checks: true,
  },
  {
    guard: "an appointment is debited once: the look-up, and the uniqueness behind it",
    seed: 1,
    often: ["redeem"],
    rewrite: {
      "SELECT debit_cents AS cents FROM gift_card_entries WHERE gift_card_id = ? AND appointment_id = ?":
        "SELECT debit_cents AS cents FROM gift_card_entries WHERE gift_card_id = ? AND appointment_id = 'no ' || ?",
      "SELECT ?, provider_id, id, ?, ?, ?, ?, ? FROM gift_cards":
        "SELECT ?, provider_id, id, ? || ' ' || hex(randomblob(8)), ?, ?, ?, ? FROM gift_cards",
    },
  },
  {
    guard: "a balance follows its ledger",
    seed: 1,
    often: ["redeem", "bookByCredit"],
    drop: ["TRIGGER gift_card_entries_move_balance", "TRIGGER credit_entries_move_balance"],
  },
  {
    guard: "nobody is answered before the commit",
    seed: 1,
    often: ["redeem", "book", "cancel", "processEnds"],
    only: true,
    database: (db) => ({
      ...forward(db),
      write: async (scope, work) => {
        let done: { result: Awaited<ReturnType<typeof work>> } | undefined;
        try {
          return await db.write(scope, async (tx) => (done = { result: await work(tx) }).result);
        } catch (error) {
          if (!done) throw error;
          return done.result;
        }
      },
    }),
  },
];

function forward(db: Database): Omit<Database, "write"> {
  return {
    read: (sql, args) => db.read(sql, args),
    version: (scope) => db.version(scope),
    snapshot: (work) => db.snapshot(work),
    backup: (file, prove) => db.backup(file, prove),
    close: () => db.close(),
  };
}

/** A world's database without the guard of `control`. @param met is told which pieces of SQL were met */
export function withoutGuard(control: Control, met: Set<string>): (db: Database) => Database {
  const rewritten = (sql: string) => {
    for (const [from, to] of Object.entries(control.rewrite ?? {})) {
      if (!sql.includes(from)) continue;
      met.add(from);
      sql = sql.replaceAll(from, to);
    }
    return sql;
  };
  return (db) => {
    const less: Database = {
      ...forward(db),
      read: (sql, args) => db.read(rewritten(sql), args),
      write: (scope, work) =>
        db.write(scope, (tx) =>
          work({
            read: (sql: string, args?: SqlValue[]) => tx.read(rewritten(sql), args),
            run: (sql, args) => tx.run(rewritten(sql), args),
          })),
    };
    return control.database?.(less) ?? less;
  };
}

/** Takes away what is in the schema, or is a switch of the connection; once for each process. */
export async function dropGuard(control: Control, db: Database): Promise<void> {
  await db.write(null, async (tx) => {
    for (const what of control.drop ?? []) await tx.run(`DROP ${what.replace(" ", " IF EXISTS ")}`);
    if (control.checks) await tx.run("PRAGMA ignore_check_constraints = ON");
  });
}
