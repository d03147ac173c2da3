/** The API calls that the simulator knows. */
import { createLink, createLinkV2 } from "../account_links.ts";
import { createAccount, createAccountV2, platformAccount, reachableAccount, retrieveAccountV2 } from "../accounts.ts";
import { createSession, expireSession, retrieveSession } from "../checkout_sessions.ts";
import { shapeAccount } from "../objects/account.ts";
import { listRefunds, listSessions, listWebhookEndpoints } from "../lists.ts";
import { paymentOf } from "../payments.ts";
import { createRefund, retrieveRefund } from "../refunds.ts";
import type { World } from "../world.ts";
import type { Call } from "./call.ts";
import type { Operation } from "./check_schema.ts";

interface RouteShape {
  route: string;
  /** The schema of its body. */
  operation?: Operation;
  /** The parameters of a GET. */
  query?: readonly string[];
  run(world: World, call: Call): unknown;
}

const ROUTES = [
  { route: "POST /v1/checkout/sessions", operation: "POST /v1/checkout/sessions", run: createSession },
  {
    route: "GET /v1/checkout/sessions",
    query: ["payment_intent", "status", "created", "limit", "starting_after", "ending_before", "expand"],
    run: listSessions,
  },
  { route: "GET /v1/checkout/sessions/:id", query: ["expand"], run: retrieveSession },
  {
    route: "POST /v1/checkout/sessions/:id/expire",
    operation: "POST /v1/checkout/sessions/{session}/expire",
    run: expireSession,
  },
  {
    route: "GET /v1/payment_intents/:id",
    query: ["expand", "client_secret"],
    run: (world, { account, id }) => paymentOf(world, account, id).paymentIntent,
  },
  { route: "POST /v1/refunds", operation: "POST /v1/refunds", run: createRefund },
  { route: "GET /v1/refunds/:id", query: ["expand"], run: retrieveRefund },
  {
    route: "GET /v1/refunds",
    query: ["payment_intent", "charge", "created", "limit", "starting_after", "ending_before", "expand"],
    run: listRefunds,
  },
  {
    route: "GET /v1/webhook_endpoints",
    query: ["limit", "starting_after", "ending_before", "expand"],
    run: listWebhookEndpoints,
  },
  {
    route: "GET /v1/account",
    query: ["expand"],
    run: (world, { account }) => shapeAccount(account ? reachableAccount(world, account) : platformAccount(world)),
  },
  { route: "POST /v1/accounts", operation: "POST /v1/accounts", run: createAccount },
  {
    route: "GET /v1/accounts/:id",
    query: ["expand"],
    run: (world, { id }) => shapeAccount(reachableAccount(world, id)),
  },
  { route: "POST /v1/account_links", operation: "POST /v1/account_links", run: createLink },
  { route: "POST /v2/core/accounts", operation: "POST /v2/core/accounts", run: createAccountV2 },
  { route: "GET /v2/core/accounts/:id", query: ["include"], run: retrieveAccountV2 },
  { route: "POST /v2/core/account_links", operation: "POST /v2/core/account_links", run: createLinkV2 },
] as const satisfies readonly RouteShape[];

/** The API calls by name, as faults and waits refer to them. */
export type ApiRoute = (typeof ROUTES)[number]["route"];

export type Route = RouteShape & { route: ApiRoute };

/** The call that a request means, and the id in its path; null when there is none. */
export function matchRoute(method: string, path: string): { route: Route; id: string } | null {
  for (const route of ROUTES) {
    const [routeMethod, template] = route.route.split(" ");
    if (routeMethod !== method) continue;
    const match = path.match(new RegExp(`^${template.replace(":id", "([^/]+)")}$`));
    if (match) return { route, id: match[1] === undefined ? "" : safeDecode(match[1]) };
  }
  return null;
}

/** A part of a path, decoded if it can be. */
export function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
