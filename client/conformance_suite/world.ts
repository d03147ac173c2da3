/** The server under test, asked without the client's help: what comes back is judged as it is. */
import type { Options } from "./options.ts";
import { equal } from "./suite.ts";

export interface Answered {
  status: number;
  headers: Headers;
  // deno-lint-ignore no-explicit-any
  body: any;
}

export interface Person {
  name: string;
  email: string;
  phone: string;
}

const WEEK = 7 * 86_400_000;

export class World {
  #count = 0;
  /** Of this run: its names and addresses are its own. */
  readonly #run = crypto.randomUUID().slice(0, 8);
  #serviceId?: string;

  constructor(readonly options: Options) {}

  /** A request of the site's server for a visitor of its own, so that no check uses up another's limit. */
  call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const { key, origin } = this.options;
    return this.bare(method, path, body, {
      "x-alera-key": key,
      origin,
      "x-alera-client-ip": this.address(),
      ...headers,
    });
  }

  /** A request with these headers and no others. */
  async bare(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const response = await fetch(this.options.url + path, {
      method,
      headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
      body: body === undefined || typeof body === "string" ? body as string : JSON.stringify(body),
      redirect: "manual",
    });
    const text = await response.text();
    let answer: unknown = text;
    try {
      answer = JSON.parse(text);
    } catch {
      // Some answers have no body.
    }
    return { status: response.status, headers: response.headers, body: answer };
  }

  /** An owner's request. @throws Error unless it succeeds */
  // deno-lint-ignore no-explicit-any
  async manage(method: string, path: string, body?: unknown): Promise<any> {
    const answer = await this.bare(method, `/api/manage/${path}`, body, {
      authorization: `Bearer ${this.options.ownerToken}`,
    });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Another address each time, of those set aside for examples and benchmarks. */
  address(): string {
    const n = ++this.#count;
    return `198.18.${(n >> 8) & 255}.${n & 255}`;
  }

  person(): Person {
    const n = ++this.#count;
    return {
      name: `Conformance ${n}`,
      email: `conformance-${this.#run}-${n}@example.com`,
      phone: `555${String(Math.floor(Math.random() * 1e7)).padStart(7, "0")}`,
    };
  }

  /** A class of its own; its id. Free, of one seat, and a week ahead unless told. */
  async addClass({ capacity = 1, priceCents = 0 }: { capacity?: number; priceCents?: number } = {}): Promise<string> {
    this.#serviceId ??= (await this.manage("POST", "services", {
      name: `Conformance ${this.#run}`,
      durationMin: 30,
      priceCents: 0,
      cancelWindowHours: 24,
    })).id;
    // Each at another minute: one customer may book several.
    const scheduledAt = new Date(Date.now() + WEEK + ++this.#count * 60_000).toISOString();
    return (await this.manage("POST", "classes", { serviceId: this.#serviceId, scheduledAt, capacity, priceCents })).id;
  }

  book(classId: string, body: object = this.person(), headers: Record<string, string> = {}): Promise<Answered> {
    return this.call("POST", `/api/classes/${classId}/book`, body, headers);
  }

  async findClass(classId: string): Promise<Answered["body"]> {
    return (await this.call("GET", `/api/classes/${classId}`)).body.class;
  }
}

/** @throws Error when an answer is not refused like this */
export function refused({ status, body, headers }: Answered, wanted: number, code: string): void {
  equal("status and code", [status, body?.code], [wanted, code]);
  equal("error in words", typeof body.error, "string");
  if (!headers.get("x-request-id")) throw new Error("x-request-id is missing");
}

/** `YYYY-MM-DD`, so many days from now. */
export const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
