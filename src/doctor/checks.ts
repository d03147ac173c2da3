/**
 * What must hold in the books whatever happened (contract, section 8), as questions that answer one line per record that breaks it:
 * its id, what was found, what was expected, and nothing personal. What is still under way breaks nothing; what nobody will ever
 * take up again does. Each question looks at most once through its tables and finds what belongs to a row by an index.
 */
import type { Reader } from "../db/database.ts";

/** One question: `text` with a `%s` for each value. */
const ask = (text: string, values: string[], from: string) =>
  `SELECT printf('${text}', ${values.map((value) => `coalesce(${value}, 'none')`).join(", ")}) AS breach ${from}`;

/** The first of several things that can be wrong with a row, as the column `wrong`. */
const firstWrong = (cases: [condition: string, text: string][]) =>
  `CASE ${cases.map(([condition, text]) => `WHEN ${condition} THEN ${text}`).join(" ")} END AS wrong`;

// ---------------------------------------------------------------- 1: seats

const SEATED = "('Confirmed', 'Completed', 'NoShow')";

const SEATS = [
  `SELECT breach FROM (
     WITH seats AS MATERIALIZED (
       SELECT c.id, c.capacity, c.enrolled_count, c.held_count, coalesce(taken.enrolled, 0) AS enrolled, coalesce(taken.held, 0) AS held
       FROM class_sessions c LEFT JOIN (
         SELECT class_id, sum(status IN ${SEATED}) AS enrolled, sum(status = 'PendingPayment') AS held FROM enrollments GROUP BY class_id
       ) taken ON taken.class_id = c.id)
     ${
    [
      ask(
        "class %s: enrolledCount is %s, expected %s (its Confirmed, Completed and NoShow enrollments)",
        ["id", "enrolled_count", "enrolled"],
        "FROM seats WHERE enrolled_count <> enrolled",
      ),
      ask(
        "class %s: %s seats are counted as held, expected %s (its PendingPayment enrollments)",
        ["id", "held_count", "held"],
        "FROM seats WHERE held_count <> held",
      ),
      ask(
        "class %s: %s seats are enrolled and %s held, expected at most %s (its capacity)",
        ["id", "enrolled", "held", "capacity"],
        "FROM seats WHERE enrolled + held > capacity",
      ),
    ].join(" UNION ALL ")
  })`,
  ask(
    "enrollment %s: %s, but nothing paid for it",
    ["id", "status"],
    `FROM enrollments WHERE status IN ${SEATED} AND paid_with IS NULL`,
  ),
  ask(
    "enrollment %s: taken as free, but its price is %s",
    ["id", "price_cents"],
    "FROM enrollments WHERE paid_with = 'free' AND price_cents <> 0",
  ),
  ask(
    "enrollment %s: its hold can never end, for its checkout %s is %s (expected creating, open or processing)",
    ["e.id", "e.checkout_id", "k.state"],
    `FROM enrollments e LEFT JOIN checkouts k ON k.id = e.checkout_id
     WHERE e.status = 'PendingPayment' AND (k.id IS NULL OR k.state NOT IN ('creating', 'open', 'processing'))`,
  ),
  ask(
    "waitlist entry %s: Waiting, but its class %s is Cancelled",
    ["w.id", "c.id"],
    "FROM waitlist_entries w JOIN class_sessions c ON c.id = w.class_id WHERE w.status = 'Waiting' AND c.status = 'Cancelled'",
  ),
];

// ---------------------------------------------------------------- 2: one live enrollment

const ONE_LIVE = [
  ask(
    "class %s: client %s has %s live enrollments, expected at most 1 (%s)",
    ["class_id", "client_id", "count(*)", "group_concat(id, ' ' ORDER BY rowid)"],
    "FROM enrollments WHERE status IN ('PendingPayment', 'Confirmed') GROUP BY class_id, client_id HAVING count(*) > 1",
  ),
];

// ---------------------------------------------------------------- 3: packs and cards

const BALANCES = [
  ask(
    "pack %s: sessionsRemaining is %s, expected %s (%s in total, %s taken, %s returned)",
    [
      "p.id",
      "p.sessions_remaining",
      "p.sessions_total - coalesce(t.taken, 0) + coalesce(t.returned, 0)",
      "p.sessions_total",
      "coalesce(t.taken, 0)",
      "coalesce(t.returned, 0)",
    ],
    `FROM client_packages p LEFT JOIN (
       SELECT client_package_id, sum(delta = -1) AS taken, sum(delta = 1) AS returned FROM credit_entries GROUP BY client_package_id
     ) t ON t.client_package_id = p.id
     WHERE p.sessions_remaining <> p.sessions_total - coalesce(t.taken, 0) + coalesce(t.returned, 0)`,
  ),
  ask(
    "pack %s: sessionsRemaining is %s, expected 0 to %s",
    ["id", "sessions_remaining", "sessions_total"],
    "FROM client_packages WHERE sessions_remaining NOT BETWEEN 0 AND sessions_total",
  ),
  ask(
    "enrollment %s: paid with a credit of pack %s, but no credit was taken",
    ["e.id", "e.client_package_id"],
    `FROM enrollments e WHERE e.paid_with = 'credit' AND NOT EXISTS (
       SELECT 1 FROM credit_entries t WHERE t.client_package_id = e.client_package_id AND t.enrollment_id = e.id AND t.delta = -1)`,
  ),
  ask(
    "credit entry %s: its pack %s did not pay for its enrollment %s",
    ["t.id", "t.client_package_id", "t.enrollment_id"],
    `FROM credit_entries t JOIN enrollments e ON e.id = t.enrollment_id
     WHERE e.paid_with IS NOT 'credit' OR e.client_package_id IS NOT t.client_package_id`,
  ),
  ask(
    "gift card %s: the balance is %s cents, expected %s (%s at first, %s debited)",
    [
      "g.id",
      "g.balance_cents",
      "g.initial_cents - coalesce(d.cents, 0)",
      "g.initial_cents",
      "coalesce(d.cents, 0)",
    ],
    `FROM gift_cards g LEFT JOIN (SELECT gift_card_id, sum(debit_cents) AS cents FROM gift_card_entries GROUP BY gift_card_id) d
       ON d.gift_card_id = g.id
     WHERE g.balance_cents <> g.initial_cents - coalesce(d.cents, 0)`,
  ),
  ask(
    "gift card %s: the balance is %s cents, expected 0 to %s",
    ["id", "balance_cents", "initial_cents"],
    "FROM gift_cards WHERE balance_cents NOT BETWEEN 0 AND initial_cents",
  ),
];

// ---------------------------------------------------------------- 4: every paid checkout has one fulfillment

/** The fulfillment of a kind, looked up in its table as `f`; it must name its checkout in `back`. */
function fulfillmentOf(kind: string, table: string, back: string, more: [condition: string, text: string][]): string {
  return ask(
    "checkout %s: its %s %s %s",
    ["id", "fulfillment_kind", "fulfillment_id", "wrong"],
    `FROM (
    SELECT k.id, k.fulfillment_kind, k.fulfillment_id, ${
      firstWrong([
        ["f.id IS NULL", "'does not exist'"],
        ["f.provider_id <> k.provider_id", "'belongs to another provider'"],
        [
          `f.${back} IS NOT k.id`,
          `printf('belongs to checkout %s', coalesce(f.${back}, 'none'))`,
        ],
        ...more,
      ])
    } FROM checkouts k LEFT JOIN ${table} f ON f.id = k.fulfillment_id WHERE k.fulfillment_kind = '${kind}') WHERE wrong IS NOT NULL`,
  );
}

/** What a checkout is about, looked up in its table as `s`. */
function subjectOf(kind: string, table: string): string {
  return ask(
    `checkout %s: it is about ${table} %s, which %s`,
    ["k.id", "k.subject_id", "iif(s.id IS NULL, 'does not exist', 'belongs to another provider')"],
    `FROM checkouts k LEFT JOIN ${table} s ON s.id = k.subject_id
     WHERE k.kind = '${kind}' AND s.provider_id IS NOT k.provider_id AND k.subject_id IS NOT k.fulfillment_id`,
  );
}

/** What can only come from a paid checkout, but does not: `found` and `its` name the record and its column. */
function unpaidFruit(record: string, table: string, its: string, kind: string, where = "1"): string {
  return ask(
    `${record} %s: its checkout %s is %s and gave %s, expected paid and this ${kind}`,
    ["f.id", `f.${its}`, "k.state", "k.fulfillment_kind"],
    `FROM ${table} f LEFT JOIN checkouts k ON k.id = f.${its}
     WHERE ${where} AND (k.state IS NOT 'paid' OR k.fulfillment_kind <> '${kind}' OR k.fulfillment_id <> f.id)`,
  );
}

const cents = (found: string, expected: string) =>
  `printf('is of %s cents, expected %s', coalesce(${found}, 0), ${expected})`;

const FULFILLMENTS = [
  ask(
    "checkout %s: paid, but it had no fulfillment",
    ["id"],
    "FROM checkouts WHERE state = 'paid' AND (fulfillment_kind IS NULL OR fulfillment_id IS NULL)",
  ),
  ask(
    "checkout %s: %s, but it had a fulfillment (%s %s)",
    ["id", "state", "fulfillment_kind", "fulfillment_id"],
    "FROM checkouts WHERE state <> 'paid' AND (fulfillment_kind IS NOT NULL OR fulfillment_id IS NOT NULL)",
  ),
  ask(
    "checkout %s: a %s was paid, but the fulfillment is a %s",
    ["id", "kind", "fulfillment_kind"],
    `FROM checkouts WHERE fulfillment_kind IS NOT NULL AND (kind, fulfillment_kind) NOT IN (VALUES ('class', 'seat'), ('class', 'refund'),
       ('package', 'pack'), ('package', 'refund'), ('gift_card', 'card'), ('gift_card', 'refund'), ('tip', 'tip'), ('tip', 'refund'))`,
  ),
  fulfillmentOf("seat", "enrollments", "checkout_id", [
    ["f.paid_with IS NOT 'card'", "printf('is paid with %s, expected card', coalesce(f.paid_with, 'nothing'))"],
    ["f.status IN ('PendingPayment', 'Expired')", "printf('is %s, though it was paid', f.status)"],
  ]),
  fulfillmentOf("pack", "client_packages", "checkout_id", []),
  fulfillmentOf("card", "gift_cards", "checkout_id", [
    ["f.initial_cents <> k.amount_cents", cents("f.initial_cents", "k.amount_cents")],
  ]),
  fulfillmentOf("tip", "appointments", "tip_checkout_id", [
    ["f.tip_amount_cents IS NOT k.amount_cents", cents("f.tip_amount_cents", "k.amount_cents")],
  ]),
  fulfillmentOf("refund", "refunds", "checkout_id", [
    ["f.due_cents <> k.amount_cents", cents("f.due_cents", "k.amount_cents")],
    [
      "f.reason NOT IN ('seat_gone', 'duplicate_tip', 'buyer_gone')",
      "printf('was made for another reason (%s)', f.reason)",
    ],
    ["f.state = 'refused'", "'was given up, though it is due'"],
  ]),
  unpaidFruit("enrollment", "enrollments", "checkout_id", "seat", "f.paid_with = 'card'"),
  unpaidFruit("pack", "client_packages", "checkout_id", "pack"),
  unpaidFruit("gift card", "gift_cards", "checkout_id", "card"),
  unpaidFruit("appointment", "appointments", "tip_checkout_id", "tip", "f.tip_checkout_id IS NOT NULL"),
  ask(
    "refund %s: made because checkout %s could have no other fulfillment, but that gave %s %s",
    ["r.id", "k.id", "k.fulfillment_kind", "k.fulfillment_id"],
    `FROM refunds r JOIN checkouts k ON k.id = r.checkout_id
     WHERE r.reason IN ('seat_gone', 'duplicate_tip', 'buyer_gone') AND k.fulfillment_id IS NOT r.id AND k.fulfillment_kind IS NOT 'refund'`,
  ),
  subjectOf("class", "enrollments"),
  subjectOf("package", "package_types"),
  subjectOf("tip", "appointments"),
  ask(
    "checkout %s: %s, but nobody will ask Stripe about it any more (no next_check_at)",
    ["id", "state"],
    "FROM checkouts WHERE state IN ('creating', 'open', 'processing') AND next_check_at IS NULL",
  ),
  ask(
    "checkout %s: %s, but its session at Stripe is not known",
    ["id", "state"],
    "FROM checkouts WHERE state IN ('open', 'processing') AND session_id IS NULL",
  ),
];

// ---------------------------------------------------------------- 5: refunds, and credits given back

/** The rule of a cancel as it was applied; null where it is not written down. */
const GIVES_BACK = "(e.refund_choice = 'full' OR e.refund_choice = 'policy' AND e.late_cancel = 0)";
const RULE = "printf('refund: %s%s', e.refund_choice, iif(e.late_cancel, ', late', ''))";
const FOR_A_CANCEL = "('cancellation', 'class_cancelled')";

const REFUNDS = [
  ask(
    "enrollment %s: Cancelled, but it is not written down how (when, by whom, late or not, refund or not)",
    ["id"],
    `FROM enrollments WHERE status = 'Cancelled' AND (cancelled_at IS NULL OR cancelled_by IS NULL OR cancel_window_hours IS NULL
       OR late_cancel IS NULL OR refund_choice IS NULL)`,
  ),
  ask(
    "enrollment %s: Cancelled (%s) and paid by card, but no refund of %s cents is due",
    ["e.id", RULE, "k.amount_cents"],
    `FROM enrollments e JOIN checkouts k ON k.id = e.checkout_id
     WHERE e.status = 'Cancelled' AND e.paid_with = 'card' AND ${GIVES_BACK}
       AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.checkout_id = k.id AND r.state <> 'refused')`,
  ),
  ask(
    "enrollment %s: Cancelled (%s), but refund %s is due, expected none",
    ["e.id", RULE, "r.id"],
    `FROM refunds r JOIN enrollments e ON e.id = r.enrollment_id
     WHERE r.state <> 'refused' AND r.reason IN ${FOR_A_CANCEL} AND e.status = 'Cancelled' AND NOT ${GIVES_BACK}`,
  ),
  ask(
    "enrollment %s: refund %s is %s, but the seat is still Confirmed, expected Cancelled",
    ["e.id", "r.id", "r.state"],
    `FROM refunds r JOIN enrollments e ON e.id = r.enrollment_id
     WHERE r.state IN ('pending', 'succeeded') AND r.reason IN ('cancellation', 'class_cancelled', 'dashboard') AND e.status = 'Confirmed'`,
  ),
  ask(
    "enrollment %s: Confirmed in class %s, which is Cancelled, and no refund is under way",
    ["e.id", "c.id"],
    `FROM class_sessions c JOIN enrollments e ON e.class_id = c.id
     WHERE c.status = 'Cancelled' AND e.status = 'Confirmed'
       AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.enrollment_id = e.id AND r.state = 'intent')`,
  ),
  ask(
    "refund %s: %s cents are due, expected %s, as was paid",
    ["r.id", "r.due_cents", "k.amount_cents"],
    "FROM refunds r JOIN checkouts k ON k.id = r.checkout_id WHERE r.due_cents <> k.amount_cents",
  ),
  ask(
    "refund %s: %s cents refunded by us and %s in the dashboard, of %s paid",
    ["r.id", "b.refunded_cents", "b.outside_cents", "k.amount_cents"],
    `FROM refunds r JOIN refund_sums b ON b.refund_id = r.id JOIN checkouts k ON k.id = r.checkout_id
     WHERE b.refunded_cents + b.outside_cents > k.amount_cents`,
  ),
  ask(
    "refund %s: %s cents are owed, but the owner was notified of %s",
    ["r.id", "b.owed_cents", "r.owed_notified_cents"],
    `FROM refunds r JOIN refund_sums b ON b.refund_id = r.id
     WHERE r.state IN ('pending', 'succeeded', 'failed') AND b.owed_cents <> r.owed_notified_cents`,
  ),
  ask(
    "refund %s: its checkout %s is %s, expected paid",
    ["r.id", "k.id", "k.state"],
    "FROM refunds r JOIN checkouts k ON k.id = r.checkout_id WHERE k.state <> 'paid'",
  ),
  ask(
    "refund %s: its payment, account or currency is not that of its checkout %s",
    ["r.id", "k.id"],
    `FROM refunds r JOIN checkouts k ON k.id = r.checkout_id WHERE k.state = 'paid' AND (r.payment_intent_id IS NOT k.payment_intent_id
       OR r.account_id <> k.account_id OR r.currency <> k.currency)`,
  ),
  ask(
    "refund %s: of checkout %s, but its enrollment %s is of checkout %s",
    ["r.id", "r.checkout_id", "e.id", "e.checkout_id"],
    "FROM refunds r JOIN enrollments e ON e.id = r.enrollment_id WHERE e.checkout_id IS NOT r.checkout_id",
  ),
  ask(
    "refund %s: %s, but nobody will take it up again (no next_try_at)",
    ["id", "state"],
    "FROM refunds WHERE state IN ('intent', 'pending') AND next_try_at IS NULL",
  ),
  ask(
    "refund %s: %s, but it would be tried again (at %s)",
    ["id", "state", "next_try_at"],
    "FROM refunds WHERE state IN ('succeeded', 'failed', 'refused') AND next_try_at IS NOT NULL",
  ),
  ask(
    "refund %s: refunded manually, but it is %s",
    ["r.id", "r.state"],
    "FROM manual_refunds m JOIN refunds r ON r.id = m.refund_id WHERE r.state IN ('intent', 'refused')",
  ),
  ask(
    "enrollment %s: refund %s was made manually, but the seat is still Confirmed, expected Cancelled",
    ["e.id", "r.id"],
    `FROM manual_refunds m JOIN refunds r ON r.id = m.refund_id JOIN enrollments e ON e.id = r.enrollment_id
     WHERE r.reason IN ${FOR_A_CANCEL} AND e.status = 'Confirmed'`,
  ),
  ask(
    "refund %s: accepted, but its id at Stripe is not known",
    ["id"],
    "FROM refunds WHERE state IN ('pending', 'succeeded') AND amount_cents > 0 AND stripe_refund_id IS NULL",
  ),
  ask(
    "enrollment %s: Cancelled (%s) and paid with a credit, but pack %s did not get it back",
    ["e.id", RULE, "e.client_package_id"],
    `FROM enrollments e WHERE e.status = 'Cancelled' AND e.paid_with = 'credit' AND ${GIVES_BACK} AND NOT EXISTS (
       SELECT 1 FROM credit_entries t WHERE t.client_package_id = e.client_package_id AND t.enrollment_id = e.id AND t.delta = 1)`,
  ),
  ask(
    "enrollment %s: %s%s, but pack %s got a credit back for it",
    ["e.id", "e.status", `iif(e.status = 'Cancelled', printf(' (%s)', ${RULE}), '')`, "t.client_package_id"],
    `FROM credit_entries t JOIN enrollments e ON e.id = t.enrollment_id
     WHERE t.delta = 1 AND (e.status <> 'Cancelled' OR NOT ${GIVES_BACK})`,
  ),
];

// ---------------------------------------------------------------- 6: mails

/** A mail of each row, unless its client was erased before it could be owed. `at`: when it was owed, null where that is not known. */
function owed(kind: string, row: string, from: string, client?: string, at?: string): string {
  const erased = client
    ? `AND NOT EXISTS (SELECT 1 FROM clients gone WHERE gone.id = ${client} AND gone.erased_at IS NOT NULL${
      at ? ` AND gone.erased_at <= ${at}` : ""
    })`
    : "";
  return ask(
    "message %s: it is owed, but not in the outbox",
    [`'${kind}:' || ${row}.id`],
    `FROM ${from} ${erased} AND ${unwritten(kind, `${row}.id`, `${row}.provider_id`)}`,
  );
}

function unwritten(kind: string, about: string, provider: string): string {
  return `NOT EXISTS (SELECT 1 FROM messages m WHERE m.dedupe_key = '${kind}:' || ${about} AND m.provider_id = ${provider})`;
}

const MAILS = [
  owed(
    "booking_confirmed",
    "e",
    "enrollments e WHERE e.confirmed_at IS NOT NULL",
    "e.client_id",
    "e.confirmed_at",
  ),
  // A booking whose refund was under way when its class was cancelled is told of the class.
  owed(
    "booking_cancelled",
    "e",
    `enrollments e WHERE e.status = 'Cancelled' AND e.cancelled_by <> 'class' AND (e.confirmed_at IS NOT NULL OR e.cancelled_by = 'owner')
       AND ${unwritten("class_cancelled", "e.id", "e.provider_id")}
       AND ${unwritten("payment_refunded", "coalesce(e.checkout_id, '')", "e.provider_id")}`,
    "e.client_id",
    "e.cancelled_at",
  ),
  owed(
    "class_cancelled",
    "e",
    "enrollments e WHERE e.status = 'Cancelled' AND e.cancelled_by = 'class'",
    "e.client_id",
    "e.cancelled_at",
  ),
  owed(
    "class_cancelled",
    "e",
    "class_sessions c JOIN enrollments e ON e.class_id = c.id WHERE c.status = 'Cancelled' AND e.status = 'Confirmed'",
    "e.client_id",
  ),
  owed("waitlist_joined", "w", "waitlist_entries w WHERE 1"),
  owed(
    "waitlist_promoted",
    "w",
    `waitlist_entries w JOIN enrollments e ON e.id = w.enrollment_id JOIN checkouts k ON k.id = e.checkout_id
     WHERE w.status = 'Promoted' AND k.url IS NOT NULL`,
    "w.client_id",
    "w.promoted_at",
  ),
  owed("waitlist_closed", "w", "waitlist_entries w WHERE w.status = 'Closed'", "w.client_id"),
  owed("pack_bought", "p", "client_packages p WHERE 1"),
  owed("gift_card", "g", "gift_cards g WHERE 1"),
  owed("gift_card_receipt", "g", "gift_cards g WHERE g.recipient_email IS NOT NULL"),
  owed("post_visit", "a", "appointments a WHERE a.status = 'Completed'", "a.client_id"),
  owed("tip_received", "a", "appointments a WHERE a.tip_checkout_id IS NOT NULL"),
  owed(
    "payment_refunded",
    "k",
    "checkouts k JOIN enrollments e ON e.id = k.subject_id WHERE k.kind = 'class' AND k.fulfillment_kind = 'refund'",
    "e.client_id",
    "k.paid_at",
  ),
  owed(
    "payment_refunded",
    "k",
    "checkouts k JOIN appointments a ON a.id = k.subject_id WHERE k.kind = 'tip' AND k.fulfillment_kind = 'refund'",
    "a.client_id",
    "k.paid_at",
  ),
  ask(
    "refund %s: the owner was notified of %s cents owed, but no such mail is in the outbox",
    ["r.id", "r.owed_notified_cents"],
    `FROM refunds r WHERE r.owed_notified_cents > 0 AND NOT EXISTS (
       SELECT 1 FROM messages m WHERE m.provider_id = r.provider_id AND m.dedupe_key GLOB 'refund_failed:' || r.id || ':*')`,
  ),
  owed("refund_stuck", "r", "refunds r WHERE r.owner_notified_at IS NOT NULL"),
  ask(
    "message %s: %s times in the outbox, expected once",
    ["dedupe_key", "count(*)"],
    "FROM messages GROUP BY dedupe_key HAVING count(*) > 1",
  ),
  ask(
    "message %s: queued, but nobody will try to send it (no next_attempt_at)",
    ["dedupe_key"],
    "FROM messages WHERE state = 'queued' AND next_attempt_at IS NULL",
  ),
  ask(
    "message %s: %s, but it would be sent once more (at %s)",
    ["dedupe_key", "state", "next_attempt_at"],
    "FROM messages WHERE next_attempt_at IS NOT NULL AND state <> 'queued'",
  ),
];

// ---------------------------------------------------------------- every studio for itself

const REFERENCES: [table: string, column: string, to: string][] = [
  ["class_sessions", "service_id", "services"],
  ["class_sessions", "instructor_id", "instructors"],
  ["appointments", "service_id", "services"],
  ["appointments", "client_id", "clients"],
  ["client_packages", "client_id", "clients"],
  ["client_packages", "package_type_id", "package_types"],
  ["enrollments", "class_id", "class_sessions"],
  ["enrollments", "client_id", "clients"],
  ["enrollments", "client_package_id", "client_packages"],
  ["enrollments", "checkout_id", "checkouts"],
  ["credit_entries", "client_package_id", "client_packages"],
  ["credit_entries", "enrollment_id", "enrollments"],
  ["waitlist_entries", "class_id", "class_sessions"],
  ["waitlist_entries", "client_id", "clients"],
  ["waitlist_entries", "enrollment_id", "enrollments"],
  ["refunds", "checkout_id", "checkouts"],
  ["refunds", "enrollment_id", "enrollments"],
  ["dashboard_refunds", "checkout_id", "checkouts"],
  ["manual_refunds", "checkout_id", "checkouts"],
  ["manual_refunds", "refund_id", "refunds"],
  ["gift_card_entries", "gift_card_id", "gift_cards"],
  ["messages", "client_id", "clients"],
];

/** What leads from one studio's record to another's; of checkouts and their fulfillments FULFILLMENTS speaks. */
const STRANGERS = [
  ...REFERENCES.map(([table, column, to]) =>
    ask(
      `${table} %s: of provider %s, but its ${column} %s is of provider %s`,
      ["a.id", "a.provider_id", "b.id", "b.provider_id"],
      `FROM ${table} a JOIN ${to} b ON b.id = a.${column} WHERE a.provider_id <> b.provider_id`,
    )
  ),
  ask(
    "enrollment %s: of client %s, but its pack %s is of client %s",
    ["e.id", "e.client_id", "p.id", "p.client_id"],
    "FROM enrollments e JOIN client_packages p ON p.id = e.client_package_id WHERE e.client_id <> p.client_id",
  ),
  ask(
    "waitlist entry %s: its enrollment %s is of another class or client",
    ["w.id", "e.id"],
    `FROM waitlist_entries w JOIN enrollments e ON e.id = w.enrollment_id WHERE w.class_id <> e.class_id OR w.client_id <> e.client_id`,
  ),
];

// ---------------------------------------------------------------- the file

/** What keeps fulfillments and ledgers from ever being changed: without these, balances would prove nothing. */
const GUARDS = [
  "checkouts_fulfillment_is_final",
  "credit_entries_append_only",
  "credit_entries_kept",
  "gift_card_entries_append_only",
  "gift_card_entries_kept",
];

const MISSING_GUARDS = [
  ask(
    "trigger %s: it is missing, so what is written could be changed",
    ["column1"],
    `FROM (VALUES ${GUARDS.map((name) => `('${name}')`).join(", ")})
     WHERE column1 NOT IN (SELECT name FROM sqlite_schema WHERE type = 'trigger')`,
  ),
];

/** What the engine itself finds wrong with the file. */
export async function listDamage(from: Reader): Promise<string[]> {
  return await orDamage(async () => {
    const said = await from.read(
      "SELECT integrity_check AS said FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
    );
    return said.map((row) => `database: ${row.said}`);
  });
}

/** References to rows that are not there. */
export async function listDangling(from: Reader): Promise<string[]> {
  return await orDamage(async () => {
    const found = await from.read(
      `SELECT f."table" AS child, f.rowid AS place, f.parent, l."from" AS via
       FROM pragma_foreign_key_check f JOIN pragma_foreign_key_list(f."table") l ON l.id = f.fkid`,
    );
    const names = new Map<string, string>();
    for (const table of new Set(found.map((one) => one.child as string))) {
      const rows = await from.read(
        `SELECT rowid AS place, id FROM "${table}" WHERE rowid IN (SELECT rowid FROM pragma_foreign_key_check('${table}'))`,
      );
      for (const row of rows) names.set(`${table} ${row.place}`, row.id);
    }
    return found.map(({ child, place, parent, via }) =>
      `${child} ${names.get(`${child} ${place}`) ?? `row ${place}`}: its ${via} leads to none of ${parent}`
    );
  });
}

const QUESTIONS = {
  seats: SEATS,
  oneLive: ONE_LIVE,
  balances: BALANCES,
  fulfillments: [...FULFILLMENTS, ...MISSING_GUARDS],
  refunds: REFUNDS,
  mails: MAILS,
  crossTenantReferences: STRANGERS,
};

/** A line for each record that breaks what is asked. */
export async function listBroken(from: Reader, what: keyof typeof QUESTIONS): Promise<string[]> {
  return await orDamage(async () => (await from.read(QUESTIONS[what].join("\nUNION ALL "))).map((row) => row.breach));
}

/** A file that can't be read is a finding, not a fault. */
async function orDamage(work: () => Promise<string[]>): Promise<string[]> {
  try {
    return await work();
  } catch (error) {
    const code = String((error as { code?: unknown }).code);
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return [`database: a part of it can't be read (${code})`];
    throw error;
  }
}
