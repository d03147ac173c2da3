/** The API requests as they came. */
import type { ApiRoute } from "./router.ts";

/** One API request as it came. */
export interface RecordedRequest {
  /** Seconds, on the simulator's clock. */
  at: number;
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  /** Exactly as sent. */
  body: string;
  /** The status answered; null while running, or when the connection was cut. */
  status: number | null;
  /** The saved answer of an earlier request was sent again. */
  replayed: boolean;
  /** What Stripe lets pass but a careful client would not do. */
  notes: string[];
}

export class RequestLog {
  readonly requests: RecordedRequest[] = [];
  readonly #waiting = new Map<ApiRoute, ((request: RecordedRequest) => void)[]>();

  /** @param at seconds */
  async record(request: Request, { pathname, search }: URL, at: number): Promise<RecordedRequest> {
    const record: RecordedRequest = {
      at,
      method: request.method,
      path: pathname + search,
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
      status: null,
      replayed: false,
      notes: [],
    };
    this.requests.push(record);
    return record;
  }

  /** Resolves when the next request of that route has been done, before it is answered. */
  once(route: ApiRoute): Promise<RecordedRequest> {
    const { promise, resolve } = Promise.withResolvers<RecordedRequest>();
    this.#waiting.set(route, [...this.#waiting.get(route) ?? [], resolve]);
    return promise;
  }

  /** A request has been done. */
  done(route: ApiRoute, request: RecordedRequest): void {
    for (const resolve of this.#waiting.get(route) ?? []) resolve(request);
    this.#waiting.delete(route);
  }
}

/** Notes a POST without an idempotency key of the caller's own. */
export function noteKey(request: RecordedRequest, route: ApiRoute, key: string | null): void {
  if (key === null) request.notes.push("no Idempotency-Key");
  else if (key.startsWith("stripe-node-retry-") && !route.endsWith("/expire")) {
    request.notes.push("the SDK's random Idempotency-Key: a second call is a second object");
  }
}
