/**
 * Stripe's wire format, as the simulator speaks it: parsing and refusing requests, signing events, shaping objects.
 * Sources: the type declarations of npm stripe (stripe_schemas.json is made from them) and https://docs.stripe.com/api.
 */
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import qs from "qs";
import type Stripe from "stripe";
import schemas from "./schemas.json" with { type: "json" };

/** The one API version the simulator speaks; a request that names another is refused. */
export const API_VERSION: string = schemas["x-apiVersion"];

/** Stripe's bounds for a Checkout Session's `expires_at`, in seconds after its creation. */
export const MIN_SESSION_SECONDS = 30 * 60;
export const MAX_SESSION_SECONDS = 24 * 60 * 60;

export type Json = Record<string, unknown>;

/** The `error` member of a refused answer. `type` decides which class the SDK throws. */
export interface StripeErrorBody {
  type: string;
  code?: string;
  decline_code?: string;
  message: string;
  param?: string;
}

/** Thrown to refuse a call; becomes `{ error }` with `status`. */
export class StripeRefusal extends Error {
  constructor(readonly status: number, readonly error: StripeErrorBody) {
    super(error.message);
    this.name = "StripeRefusal";
  }
}

/** A 400 `invalid_request_error`, unless `status` says otherwise. */
export function invalid(message: string, param?: string, code?: string, status = 400): StripeRefusal {
  return new StripeRefusal(status, {
    type: "invalid_request_error",
    ...code && { code },
    message,
    ...param && { param },
  });
}

/** The 404 for an object that is not there, or belongs to another account: Stripe does not tell the two apart. */
export function missing(noun: string, id: string, param = "id"): StripeRefusal {
  return invalid(`No such ${noun}: '${id}'`, param, "resource_missing", 404);
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A fresh id such as `cs_test_…`: `prefix` and `length` random characters. */
export function newId(prefix: string, length = 24): string {
  let id = prefix;
  for (const byte of crypto.getRandomValues(new Uint8Array(length))) id += ALPHABET[byte % ALPHABET.length];
  return id;
}

/** The `Stripe-Signature` header: `t=…,v1=…`, v1 the hex HMAC-SHA-256 of `${timestamp}.${body}`. `timestamp` in seconds. */
export async function signatureHeader(body: string, secret: string, timestamp: number): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(`${timestamp}.${body}`)));
  return `t=${timestamp},v1=${Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

// ---- reading requests --------------------------------------------------------------------------------------------

/** Decodes a form body or a query string as Stripe does (`a[b][0]=c`). Throws `StripeRefusal` (400) when it is malformed. */
export function parseForm(text: string): Json {
  const seen = new Set<string>();
  try {
    for (const pair of text ? text.split("&") : []) {
      const name = decodeURIComponent(pair.replace(/\+/g, " ")).split("=")[0];
      if (!name.endsWith("[]") && seen.has(name)) throw invalid(`Parameter sent twice: ${name}`, name);
      seen.add(name);
    }
    // plainObjects keeps a metadata key such as "hasOwnProperty"; strictDepth never flattens silently.
    const parsed = qs.parse(text, {
      depth: 20,
      strictDepth: true,
      arrayLimit: 1000,
      parameterLimit: 10_000,
      plainObjects: true,
    });
    return JSON.parse(JSON.stringify(parsed));
  } catch (error) {
    if (error instanceof StripeRefusal) throw error;
    throw invalid("Invalid request body: it is not well-formed form data.");
  }
}

/** Decodes the JSON body of a v2 call. Throws `StripeRefusal` (400) when it is not an object. */
export function parseJson(text: string): Json {
  try {
    const value = JSON.parse(text || "{}");
    if (value !== null && typeof value === "object" && !Array.isArray(value)) return value;
  } catch {
    // Falls through to the refusal.
  }
  throw invalid("The request body is not a JSON object.", undefined, "invalid_fields");
}

/** An operation that has a schema. */
export type Operation = keyof typeof schemas.operations;

/** The content type that an operation's body must have. */
export function contentTypeOf(operation: Operation): string {
  return schemas.operations[operation].contentType;
}

const validators = new Map<Operation, ValidateFunction>();
const engines = new Map<boolean, Ajv>();

/** Compiled on first use: all seven operations together cost a quarter of a second, most runs need three. */
function validatorFor(operation: Operation): ValidateFunction {
  let validate = validators.get(operation);
  if (!validate) {
    const { contentType, schema } = schemas.operations[operation];
    const isForm = contentType !== "application/json";
    let engine = engines.get(isForm);
    if (!engine) {
      engine = new Ajv({ allErrors: true, strict: false, coerceTypes: isForm, allowUnionTypes: true });
      engine.addSchema({ $id: "stripe", definitions: schemas.definitions });
      engines.set(isForm, engine);
    }
    validate = engine.compile({ $ref: `stripe${schema.$ref}` });
    validators.set(operation, validate);
  }
  return validate;
}

/** Checks (and for forms, coerces in place) the parameters against the schema. Throws `StripeRefusal` (400). */
export function checkSchema(operation: Operation, params: Json): void {
  const validate = validatorFor(operation);
  if (validate(params)) return;
  throw refusalOf(validate.errors ?? [], operation.startsWith("POST /v2/"));
}

/** Checks the parameters of a GET, of which only `known` exist. Throws `StripeRefusal` (400). */
export function checkQuery(query: Json, known: readonly string[]): void {
  for (const name of Object.keys(query)) {
    if (!known.includes(name)) throw invalid(`Received unknown parameter: ${name}`, name, "parameter_unknown");
  }
}

function refusalOf(errors: ErrorObject[], v2: boolean): StripeRefusal {
  // An anyOf reports every branch that failed; the leaves say what is wrong.
  const error = errors.find((e) => e.keyword === "additionalProperties") ??
    errors.find((e) => !["anyOf", "oneOf", "const"].includes(e.keyword)) ?? errors[0];
  const parts = error.instancePath.split("/").slice(1).map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
  const named = (extra?: string) => {
    const [first, ...rest] = extra === undefined ? parts : [...parts, extra];
    return first === undefined ? undefined : first + rest.map((part) => `[${part}]`).join("");
  };
  const details = error.params as Record<string, unknown>;
  if (v2) {
    const param = named(details.additionalProperty as string ?? details.missingProperty as string | undefined);
    return invalid(`${param ?? "body"}: ${error.message}`, param, "invalid_fields");
  }
  switch (error.keyword) {
    case "additionalProperties": {
      const param = named(String(details.additionalProperty));
      return invalid(`Received unknown parameter: ${param}`, param, "parameter_unknown");
    }
    case "required": {
      const param = named(String(details.missingProperty));
      return invalid(`Missing required param: ${param}.`, param, "parameter_missing");
    }
    case "type":
      return details.type === "integer"
        ? invalid(`Invalid integer: ${named()}`, named(), "parameter_invalid_integer")
        : invalid(`Invalid ${details.type}: ${named()}`, named());
    case "enum":
      return invalid(`Invalid ${named()}: must be one of ${(details.allowedValues as unknown[]).join(", ")}`, named());
    default:
      return invalid(`Invalid ${named() ?? "request"}: ${error.message}`, named());
  }
}

/** What a rule may look at besides the parameters. */
export interface RuleContext {
  /** The `Stripe-Account` header, or null. */
  account: string | null;
  /** The simulator's clock, in seconds. */
  now: number;
}

// What would change the total, or the flow, in ways that the simulator does not work out: refused rather than ignored.
const NOT_SIMULATED = [
  "automatic_tax",
  "discounts",
  "optional_items",
  "return_url",
  "setup_intent_data",
  "shipping_options",
  "subscription_data",
] as const;

/** The rules that a schema cannot say (see shared/stripe/validate.mjs). Throws `StripeRefusal` (400). */
export function checkRules(operation: Operation, params: Json, { account, now }: RuleContext): void {
  const direct = /checkout\/sessions|\/refunds/.test(operation);
  if (direct && !account) {
    throw invalid(
      "This platform makes direct charges only: send Stripe-Account, or the object would land on the platform.",
    );
  }
  if (!direct && account) throw invalid("This call belongs to the platform: do not send Stripe-Account.");
  switch (operation) {
    case "POST /v1/checkout/sessions":
      return checkSessionRules(params as Stripe.Checkout.SessionCreateParams, now);
    case "POST /v1/refunds":
      return checkRefundRules(params as Stripe.RefundCreateParams);
    case "POST /v1/account_links":
      if (params.type === "account_onboarding" || params.type === "account_update") {
        for (const name of ["refresh_url", "return_url"]) {
          if (!params[name]) throw invalid(`Missing required param: ${name}.`, name, "parameter_missing");
          requireUrl(params[name], name);
        }
      }
      return;
    case "POST /v2/core/account_links": {
      const useCase = (params as unknown as Stripe.V2.Core.AccountLinkCreateParams).use_case;
      const flow = useCase.account_onboarding ?? useCase.account_update;
      if (!flow || !(useCase.type in useCase)) {
        throw invalid(`use_case[${useCase.type}] is missing`, `use_case[${useCase.type}]`, "invalid_fields");
      }
      requireUrl(flow.refresh_url, "use_case[refresh_url]");
      if (flow.return_url !== undefined) requireUrl(flow.return_url, "use_case[return_url]");
      return;
    }
    case "POST /v1/accounts":
      if (params.type && params.controller) {
        throw invalid("You may not provide the `type` parameter and `controller` together.", "type");
      }
      return;
  }
}

function checkSessionRules(params: Stripe.Checkout.SessionCreateParams, now: number): void {
  if (!params.mode) throw invalid("Missing required param: mode.", "mode", "parameter_missing");
  if (params.mode !== "payment") throw invalid("The simulator does mode=payment only.", "mode");
  if ((params.ui_mode ?? "hosted_page") !== "hosted_page") {
    throw invalid("The simulator does ui_mode=hosted_page only.", "ui_mode");
  }
  for (const name of NOT_SIMULATED) {
    if (params[name] !== undefined) throw invalid(`The simulator does not do ${name}.`, name);
  }
  if (!params.success_url) throw invalid("Missing required param: success_url.", "success_url", "parameter_missing");
  requireUrl(params.success_url, "success_url");
  if (params.cancel_url) requireUrl(params.cancel_url, "cancel_url");
  if (params.customer && params.customer_email) {
    throw invalid("You may only specify one of these parameters: customer, customer_email.", "customer_email");
  }
  if (params.customer) throw missing("customer", params.customer, "customer");
  if (params.customer_email !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(params.customer_email)) {
    throw invalid(`Invalid email address: ${params.customer_email}`, "customer_email", "email_invalid");
  }
  const total = checkLineItems(params.line_items ?? []);
  if (params.expires_at !== undefined) {
    const seconds = params.expires_at - now;
    if (seconds < MIN_SESSION_SECONDS) {
      throw invalid(
        "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
        "expires_at",
      );
    }
    if (seconds > MAX_SESSION_SECONDS) {
      throw invalid(
        "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
        "expires_at",
      );
    }
  }
  const payment = params.payment_intent_data;
  if (payment?.transfer_data || payment?.on_behalf_of) {
    throw invalid("transfer_data and on_behalf_of do not belong to a direct charge.", "payment_intent_data");
  }
  const fee = payment?.application_fee_amount;
  if (fee !== undefined && (fee <= 0 || fee > total)) {
    throw invalid(
      `The application fee must be from 1 to the total of ${total}; leave it out when there is none.`,
      "payment_intent_data[application_fee_amount]",
    );
  }
}

function checkLineItems(items: Stripe.Checkout.SessionCreateParams.LineItem[]): number {
  if (!items.length) throw invalid("You must provide line_items in payment mode.", "line_items", "parameter_missing");
  const currencies = new Set<string>();
  items.forEach((item, index) => {
    const name = `line_items[${index}]`;
    if (item.price) throw missing("price", item.price, `${name}[price]`);
    if (item.adjustable_quantity?.enabled) throw invalid("The simulator does not do adjustable_quantity.", name);
    if (!item.price_data) throw invalid(`${name} needs price or price_data.`, name, "parameter_missing");
    if (item.price_data.recurring) {
      throw invalid("You cannot use recurring prices in payment mode.", `${name}[price_data][recurring]`);
    }
    if (item.price_data.unit_amount === undefined && item.price_data.unit_amount_decimal === undefined) {
      throw invalid(`${name} needs unit_amount.`, `${name}[price_data][unit_amount]`, "parameter_missing");
    }
    if (!(unitAmount(item) >= 0)) throw invalid("Invalid non-negative integer", `${name}[price_data][unit_amount]`);
    if ((item.quantity ?? 1) < 1) throw invalid("Invalid positive integer", `${name}[quantity]`);
    if (!item.price_data.product_data && !item.price_data.product) {
      throw invalid(`${name} needs product_data.`, `${name}[price_data][product_data]`, "parameter_missing");
    }
    if (!/^[a-z]{3}$/.test(item.price_data.currency)) {
      throw invalid(`Invalid currency: ${item.price_data.currency}`, `${name}[price_data][currency]`);
    }
    currencies.add(item.price_data.currency);
  });
  if (currencies.size > 1) throw invalid("All line items must have the same currency.", "line_items");
  const total = totalOf(items);
  if (total !== 0 && total < 50) {
    throw invalid(
      "The Checkout Session's total amount must convert to at least 50 cents.",
      undefined,
      "amount_too_small",
    );
  }
  if (total > 99_999_999) {
    throw invalid(
      "The Checkout Session's total amount due must be no more than $999,999.99.",
      undefined,
      "amount_too_large",
    );
  }
  return total;
}

function checkRefundRules(params: Stripe.RefundCreateParams): void {
  if (!params.payment_intent && !params.charge) {
    throw invalid(
      "One of the following params should be provided for this request: payment_intent or charge.",
      undefined,
      "parameter_missing",
    );
  }
  if (params.payment_intent && params.charge) {
    throw invalid("Send one of payment_intent and charge, not both.", "charge");
  }
  if (params.amount !== undefined && params.amount <= 0) {
    throw invalid("Invalid positive integer", "amount", "parameter_invalid_integer");
  }
  if (params.reverse_transfer) {
    throw invalid("reverse_transfer does not belong to a direct charge.", "reverse_transfer");
  }
}

function requireUrl(value: unknown, param: string): void {
  if (typeof value !== "string" || !/^https?:\/\/[^/]/.test(value) || !URL.canParse(value)) {
    throw invalid("Not a valid URL", param, "url_invalid");
  }
}

function unitAmount(item: Stripe.Checkout.SessionCreateParams.LineItem): number {
  return item.price_data?.unit_amount ?? Number(item.price_data?.unit_amount_decimal);
}

/** The total of line items, in the currency's smallest unit. */
export function totalOf(items: Stripe.Checkout.SessionCreateParams.LineItem[]): number {
  return items.reduce((sum, item) => sum + Math.round(unitAmount(item) * (item.quantity ?? 1)), 0);
}

// ---- shaping objects ---------------------------------------------------------------------------------------------

/** What Stripe keeps of a line item. Amounts in the currency's smallest unit. */
export interface LineItem {
  description: string;
  amount: number;
  quantity: number;
}

/** The line items of a request, as they are kept. */
export function lineItemsOf(items: Stripe.Checkout.SessionCreateParams.LineItem[]): LineItem[] {
  return items.map((item) => ({
    description: item.price_data?.product_data?.name ?? item.price_data?.product ?? "",
    amount: Math.round(unitAmount(item) * (item.quantity ?? 1)),
    quantity: item.quantity ?? 1,
  }));
}

/** Metadata as it is kept: an empty value means that the key is not set. */
export function keptMetadata(metadata: Stripe.MetadataParam | "" | null | undefined): Stripe.Metadata {
  const entries = Object.entries(metadata || {}).filter(([, value]) => value !== null && value !== "");
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}

/** A new open session. `created` in seconds. */
export function shapeSession(
  params: Stripe.Checkout.SessionCreateParams,
  { id, url, created, livemode }: { id: string; url: string; created: number; livemode: boolean },
): Stripe.Checkout.Session {
  const items = params.line_items ?? [];
  const total = totalOf(items);
  return {
    id,
    object: "checkout.session",
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: params.allow_promotion_codes ?? null,
    allowed_payment_method_types: null,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created,
    currency: items[0]?.price_data?.currency ?? null,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: null,
    customer_account: null,
    customer_creation: params.customer_creation as Stripe.Checkout.Session.CustomerCreation ?? "if_required",
    customer_details: params.customer_email
      ? {
        address: null,
        business_name: null,
        email: params.customer_email,
        individual_name: null,
        name: null,
        phone: null,
        tax_exempt: "none",
        tax_ids: null,
      }
      : null,
    customer_email: params.customer_email ?? null,
    discounts: [],
    expires_at: params.expires_at ?? created + MAX_SESSION_SECONDS,
    integration_identifier: params.integration_identifier ?? null,
    invoice: null,
    invoice_creation: null,
    livemode,
    locale: params.locale as Stripe.Checkout.Session.Locale ?? null,
    managed_payments: null,
    metadata: keptMetadata(params.metadata),
    mode: "payment",
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: "if_required",
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ["card", "us_bank_account"],
    payment_status: total === 0 ? "no_payment_required" : "unpaid",
    permissions: null,
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    submit_type: params.submit_type as Stripe.Checkout.Session.SubmitType ?? null,
    subscription: null,
    success_url: params.success_url ?? null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url,
    wallet_options: null,
  };
}

/** How a payment is made: by card it is there at once, by bank it takes days. */
export type PaymentMethod = "card" | "us_bank_account";

/** The payment intent and charge that confirming a session makes. `created` in seconds. */
export function shapePayment(
  session: Stripe.Checkout.Session,
  data: Stripe.Checkout.SessionCreateParams.PaymentIntentData | undefined,
  { created, method, email }: { created: number; method: PaymentMethod; email: string | null },
): { paymentIntent: Stripe.PaymentIntent; charge: Stripe.Charge } {
  const id = newId("pi_3");
  const chargeId = newId(method === "card" ? "ch_3" : "py_3");
  const paymentMethod = newId("pm_1");
  const settled = method === "card";
  const amount = session.amount_total ?? 0;
  const currency = session.currency ?? "usd";
  const fee = data?.application_fee_amount ?? null;
  const metadata = keptMetadata(data?.metadata);
  const paymentIntent: Stripe.PaymentIntent = {
    id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount,
    amount_capturable: 0,
    amount_received: settled ? amount : 0,
    application: "ca_simulator",
    application_fee_amount: fee,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: "automatic_async",
    client_secret: `${id}_secret_${newId("", 16)}`,
    confirmation_method: "automatic",
    created,
    currency,
    customer: null,
    customer_account: null,
    description: data?.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: chargeId,
    livemode: session.livemode,
    managed_payments: null,
    metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: [method],
    payment_record: null,
    processing: null,
    receipt_email: data?.receipt_email ?? null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: data?.statement_descriptor ?? null,
    statement_descriptor_suffix: data?.statement_descriptor_suffix ?? null,
    status: settled ? "succeeded" : "processing",
    transfer_data: null,
    transfer_group: null,
  };
  const charge: Stripe.Charge = {
    id: chargeId,
    object: "charge",
    amount,
    amount_captured: settled ? amount : 0,
    amount_refunded: 0,
    application: "ca_simulator",
    application_fee: fee === null ? null : newId("fee_1"),
    application_fee_amount: fee,
    balance_transaction: settled ? newId("txn_3") : null,
    billing_details: { address: null, email, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    captured: settled,
    created,
    currency,
    customer: null,
    description: data?.description ?? null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: session.livemode,
    metadata,
    on_behalf_of: null,
    outcome: null,
    paid: settled,
    payment_intent: id,
    payment_method: paymentMethod,
    payment_method_details: { type: method },
    receipt_email: data?.receipt_email ?? null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: settled ? "succeeded" : "pending",
    transfer_data: null,
    transfer_group: null,
  };
  return { paymentIntent, charge };
}

/** A refund. `created` in seconds, `amount` in the currency's smallest unit. */
export function shapeRefund(
  charge: Stripe.Charge,
  { amount, created, status, reason, metadata }: {
    amount: number;
    created: number;
    status: "succeeded" | "pending";
    reason?: string;
    metadata?: Stripe.RefundCreateParams["metadata"];
  },
): Stripe.Refund {
  return {
    id: newId("re_3"),
    object: "refund",
    amount,
    balance_transaction: newId("txn_3"),
    charge: charge.id,
    created,
    currency: charge.currency,
    customer: null,
    customer_account: null,
    destination_details: charge.payment_method_details?.type === "card"
      ? {
        card: { reference_status: "pending", reference_type: "acquirer_reference_number", type: "refund" },
        type: "card",
      }
      : { type: "us_bank_transfer", us_bank_transfer: { reference: null, reference_status: null } },
    metadata: keptMetadata(metadata),
    payment_intent: charge.payment_intent as string,
    payment_method: charge.payment_method,
    ...status === "pending" && { pending_reason: "processing" as const },
    reason: reason as Stripe.Refund.Reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status,
    transfer_reversal: null,
  };
}

/** What the simulator shows of a dispute: enough for `charge.dispute.created`. `created` in seconds. */
export function shapeDispute(charge: Stripe.Charge, created: number): Json & { id: string } {
  return {
    id: newId("du_1"),
    object: "dispute",
    amount: charge.amount,
    balance_transactions: [],
    charge: charge.id,
    created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: {},
    evidence_details: {
      due_by: created + 7 * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: charge.livemode,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: {
      type: "card",
      card: { brand: "visa", case_type: "chargeback", network_reason_code: "10.4" },
    },
    reason: "fraudulent",
    status: "needs_response",
  };
}

/** A connected account as the simulator keeps it; v1 and v2 are two views of it. */
export interface SimulatedAccount {
  id: string;
  /** Which API made it. */
  version: "v1" | "v2";
  /** Seconds. */
  createdAt: number;
  email: string | null;
  displayName: string | null;
  country: string;
  currency: string;
  metadata: Stripe.Metadata;
  /** The `type` of a v1 account, or the `dashboard` of a v2 one. */
  kind: string;
  controller: Json | null;
  /** v2 `defaults.responsibilities`. */
  responsibilities: Json | null;
  /** Card payments are only ever enabled for an account that asked for them. */
  cardPaymentsRequested: boolean;
  chargesEnabled: boolean;
  payoutsEnabled: boolean;
  detailsSubmitted: boolean;
  /** The studio revoked the platform's access. */
  deauthorized: boolean;
}

const ONBOARDING_FIELDS = ["business_profile.url", "external_account", "tos_acceptance.date", "tos_acceptance.ip"];

/** The account as v1 shows it. */
export function shapeAccount(account: SimulatedAccount): Stripe.Account {
  const due = account.detailsSubmitted ? [] : [...ONBOARDING_FIELDS];
  const capability = account.chargesEnabled ? "active" : account.detailsSubmitted ? "pending" : "inactive";
  return {
    id: account.id,
    object: "account",
    business_type: null,
    capabilities: account.cardPaymentsRequested ? { card_payments: capability, transfers: capability } : {},
    charges_enabled: account.chargesEnabled,
    controller: (account.controller ?? {
      fees: { payer: "account" },
      is_controller: true,
      losses: { payments: "stripe" },
      requirement_collection: "stripe",
      stripe_dashboard: { type: account.version === "v1" ? "full" : account.kind },
      type: "application",
    }) as unknown as Stripe.Account.Controller,
    country: account.country,
    created: account.createdAt,
    default_currency: account.currency,
    details_submitted: account.detailsSubmitted,
    email: account.email,
    metadata: account.metadata,
    payouts_enabled: account.payoutsEnabled,
    requirements: {
      alternatives: [],
      current_deadline: null,
      currently_due: due,
      disabled_reason: account.chargesEnabled
        ? null
        : account.detailsSubmitted
        ? "requirements.pending_verification"
        : "requirements.past_due",
      errors: [],
      eventually_due: due,
      past_due: due,
      pending_verification: [],
    },
    type:
      (account.version === "v1" ? account.kind : account.kind === "full" ? "standard" : "none") as Stripe.Account.Type,
  };
}

/** The account as v2 shows it: `include` names the parts that are null unless asked for. */
export function shapeAccountV2(account: SimulatedAccount, include: readonly string[], livemode: boolean): Json {
  const status = account.chargesEnabled ? "active" : account.detailsSubmitted ? "pending" : "restricted";
  const wants = (part: string) => include.includes(part);
  return {
    id: account.id,
    object: "v2.core.account",
    applied_configurations: account.cardPaymentsRequested ? ["merchant"] : [],
    closed: false,
    configuration: include.some((part) => part.startsWith("configuration.merchant"))
      ? {
        merchant: {
          applied: true,
          capabilities: account.cardPaymentsRequested
            ? {
              card_payments: { status, status_details: [] },
              stripe_balance: { payouts: { status, status_details: [] } },
            }
            : {},
        },
      }
      : null,
    contact_email: account.email,
    created: new Date(account.createdAt * 1000).toISOString(),
    dashboard: account.kind,
    defaults: wants("defaults")
      ? {
        currency: account.currency,
        responsibilities: {
          fees_collector: "stripe",
          losses_collector: "stripe",
          ...account.responsibilities,
          requirements_collector: "stripe",
        },
      }
      : null,
    display_name: account.displayName,
    future_requirements: null,
    identity: wants("identity") ? { country: account.country } : null,
    livemode,
    metadata: account.metadata,
    requirements: wants("requirements")
      ? {
        entries: account.detailsSubmitted ? [] : ONBOARDING_FIELDS.map((description) => ({
          awaiting_action_from: "user",
          description,
          errors: [],
          minimum_deadline: { status: "past_due" },
          requested_reasons: [{ code: "routine_onboarding" }],
        })),
      }
      : null,
  };
}
