/** Answers API requests: reads, checks, executes, saves the answer under its idempotency key. */
import { API_VERSION } from "../api_version.ts";
import { reachableAccount } from "../accounts.ts";
import type { Connection } from "../cuttable_server.ts";
import { invalid, StripeRefusal } from "../errors.ts";
import { type Emit, makeEvent, type StripeEventRecord } from "../events.ts";
import { newId, OWN_ACCOUNT } from "../ids.ts";
import type { Json } from "../json.ts";
import type { Lifetime } from "../lifetime.ts";
import type { World } from "../world.ts";
import { type Answer, refusalAnswer } from "./answer.ts";
import { authenticate } from "./authenticate.ts";
import { expand } from "./expand.ts";
import { type Faults, injectedAnswer, isSaved } from "./faults.ts";
import { readParameters } from "./parameters.ts";
import { noteKey, type RecordedRequest, type RequestLog } from "./request_log.ts";
import { matchRoute, type Route } from "./router.ts";
import { findSavedAnswer, type SavedAnswer } from "./saved_answers.ts";

/** A request whose call is known. */
interface Incoming {
  record: RecordedRequest;
  url: URL;
  route: Route;
  /** The part of the path after the collection. */
  id: string;
  account: string | null;
  /** The idempotency key. */
  key: string | null;
  requestId: string;
}

export class Api {
  constructor(
    private readonly world: World,
    private readonly log: RequestLog,
    private readonly faults: Faults,
    private readonly lifetime: Lifetime,
  ) {}

  /** Answers a request, or cuts its connection. */
  async handle(request: Request, url: URL, { cut, gone }: Connection): Promise<Response> {
    const record = await this.log.record(request, url, this.world.clock.seconds);
    const requestId = newId("req_", 14);
    let answer: Answer | null;
    try {
      answer = await this.#answer(this.#admit(record, url, requestId), gone);
    } catch (error) {
      if (!(error instanceof StripeRefusal)) console.error("Stripe simulator:", error);
      answer = refusalAnswer(error);
    }
    if (!answer || this.lifetime.isOver) {
      await cut();
      return new Response(null, { status: 503 });
    }
    record.status = answer.status;
    return new Response(answer.body, {
      status: answer.status,
      headers: {
        "content-type": "application/json",
        "request-id": requestId,
        "stripe-version": API_VERSION,
        ...record.headers["idempotency-key"] && { "idempotency-key": record.headers["idempotency-key"] },
        ...record.headers["stripe-account"] && { "stripe-account": record.headers["stripe-account"] },
        ...answer.headers,
      },
    });
  }

  /** @throws StripeRefusal */
  #admit(record: RecordedRequest, url: URL, requestId: string): Incoming {
    const { headers, method } = record;
    const matched = matchRoute(method, url.pathname);
    authenticate(headers, this.world.secretKey);
    if (!matched) throw invalid(`Unrecognized request URL (${method}: ${url.pathname}).`, undefined, undefined, 404);
    const { route, id } = matched;
    const key = method === "POST" ? headers["idempotency-key"] ?? null : null;
    if (method === "POST") noteKey(record, route.route, key);
    if (key !== null && key.length > 255) throw invalid("Idempotency keys may have at most 255 characters.");
    return {
      record,
      url,
      route,
      id,
      account: headers["stripe-account"] ?? (this.world.own ? OWN_ACCOUNT : null),
      key,
      requestId,
    };
  }

  /** The answer to a request; null when its connection is to be cut instead. @throws StripeRefusal */
  async #answer(incoming: Incoming, gone: AbortSignal): Promise<Answer | null> {
    const { record, url, route, account, key } = incoming;
    const { savedAnswers } = this.world.state;
    const fault = this.faults.take(route.route, account, "connection");
    if (fault?.mode === "drop") return null;
    if (fault?.mode === "hang") {
      await this.lifetime.sleep(fault.delayMs ?? Infinity, gone);
      return null;
    }
    const saved: SavedAnswer = {
      fingerprint: record.body,
      path: `${record.method} ${url.pathname}`,
      at: this.world.clock.now(),
      answer: null,
    };
    const slot = key === null ? null : `${account ?? ""}\n${key}`;
    const replayed = slot === null ? null : findSavedAnswer(savedAnswers.get(slot), key!, saved);
    if (replayed) {
      record.replayed = true;
      if (fault?.mode === "slow" || fault?.mode === "late") await this.faults.wait(fault);
      if (fault?.mode === "lost") return null;
      return { ...replayed, headers: { ...replayed.headers, "idempotent-replayed": "true" } };
    }
    if (slot !== null) savedAnswers.set(slot, saved);
    try {
      if (fault?.mode === "slow") await this.faults.wait(fault);
      const answer = await this.#execute(incoming, saved);
      if (fault?.mode === "late") await this.faults.wait(fault);
      return fault?.mode === "lost" ? null : answer;
    } finally {
      // Only what reached execution is saved: a refused parameter may be corrected under the same key.
      if (slot !== null && !saved.answer) savedAnswers.delete(slot);
      this.world.state.changed();
    }
  }

  /** Does what is asked, unless an injected error hits it, and fills `saved`. @throws StripeRefusal */
  async #execute(incoming: Incoming, saved: SavedAnswer): Promise<Answer> {
    const { record, url, route, account } = incoming;
    const params = readParameters(route, record, url, { account, own: this.world.own, now: this.world.clock.seconds });
    if (account !== null) reachableAccount(this.world, account);
    const fault = this.faults.take(route.route, account, "error");
    if (fault) {
      await this.lifetime.sleep(fault.delayMs ?? 0);
      const answer = injectedAnswer(fault);
      if (fault.saved ?? isSaved(answer.status)) saved.answer = answer;
      return answer;
    }
    const answer = await this.#run(incoming, params);
    this.log.done(route.route, record);
    return saved.answer = answer;
  }

  async #run({ route, account, id, requestId, key }: Incoming, params: Json): Promise<Answer> {
    const { world } = this;
    const caused: StripeEventRecord[] = [];
    const emit: Emit = (type, object, holder, previous) => {
      const { livemode, clock } = world;
      const event = makeEvent(type, object, { account: holder, previous, livemode, created: clock.seconds });
      event.request = { id: requestId, idempotency_key: key };
      caused.push(...world.record(event));
    };
    let answer: Answer;
    try {
      const result = route.run(world, { account, params, id, emit });
      const body = route.route.includes("/v2/") ? result : expand(world.state, result as Json, params.expand);
      answer = { status: 200, body: JSON.stringify(body, null, 2), headers: {} };
    } catch (error) {
      if (!(error instanceof StripeRefusal)) throw error;
      answer = refusalAnswer(error);
    }
    const { webhooks } = world;
    if (webhooks.knobs.beforeAnswer) await Promise.all(caused.map((record) => webhooks.attempt(record)));
    webhooks.dispatch(caused.filter((record) => record.state === "queued"));
    return answer;
  }
}
