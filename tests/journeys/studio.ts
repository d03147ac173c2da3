/**
 * A studio on a real server in a process of its own, that can be killed and started again: by HTTP only. Stripe is simulated
 * here, beside it, for Stripe does not go down with us.
 */
import { startStripeSimulator, type StripeSimulator } from "../../src/dev/stripe_simulator/simulator.ts";
import { freePort, type RunningServer, SOURCE_COMMAND, startServer, until } from "./server.ts";
import { runChild } from "../support/child_process.ts";

// deno-lint-ignore no-explicit-any
type Json = any;
const ORIGIN = "https://studio.example";
const OPERATOR = "operator-token-of-the-journeys";

export interface Person {
  name: string;
  email: string;
  phone: string;
}

export const person = (n: number): Person => ({
  name: `Jo ${n}`,
  email: `jo${n}@example.com`,
  phone: `55555${String(50_000 + n)}`,
});

export interface Answer {
  status: number;
  body: Json;
}

export class ServedStudio implements AsyncDisposable {
  server!: RunningServer;
  key = "";
  ownerToken = "";
  handle = "crash-test";
  serviceId = "";

  private constructor(
    readonly directory: string,
    readonly stripe: StripeSimulator,
    readonly env: Record<string, string>,
    readonly url: string,
    readonly command: string[],
  ) {}

  /**
   * @param env more of the server's environment
   * @param command what runs `alera`; this project's source unless told
   */
  static async open(env: Record<string, string> = {}, command: string[] = SOURCE_COMMAND): Promise<ServedStudio> {
    const directory = await Deno.makeTempDir({ prefix: "alera-journey-" });
    const port = freePort();
    const webhookUrl = `http://127.0.0.1:${port}/api/webhooks/stripe`;
    const stripe = await startStripeSimulator({ webhookSecret: "whsec_journeys", webhookUrl });
    const own = {
      PORT: String(port),
      STRIPE_SECRET_KEY: "sk_test_simulator",
      STRIPE_WEBHOOK_SECRET: "whsec_journeys",
      STRIPE_API_BASE: stripe.url,
      ALERA_OPERATOR_TOKEN: OPERATOR,
      LOG_LEVEL: "warn",
    };
    const made = new ServedStudio(directory, stripe, { ...own, ...env }, `http://127.0.0.1:${port}`, command);
    try {
      await made.start();
      await made.#found();
    } catch (error) {
      await made[Symbol.asyncDispose]();
      throw error;
    }
    return made;
  }

  /** Where and with what it ran before. */
  async start(): Promise<void> {
    this.server = await startServer({ directory: this.directory, env: this.env, command: this.command, demo: false });
  }

  /** As when the power fails: nothing is told, nothing finished. */
  async kill(): Promise<void> {
    await this.server.stop("SIGKILL");
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : text };
  }

  tenant(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.call(method, path, body, { "x-alera-key": this.key, origin: ORIGIN });
  }

  async manage(method: string, path: string, body?: unknown): Promise<Json> {
    const got = await this.call(method, `/api/manage/${path}`, body, { authorization: `Bearer ${this.ownerToken}` });
    if (got.status >= 300) throw new Error(`${method} ${path} answered ${got.status}: ${JSON.stringify(got.body)}`);
    return got.body;
  }

  book(classId: string, who: Person, more: Record<string, unknown> = {}): Promise<Answer> {
    return this.tenant("POST", `/api/classes/${classId}/book`, { ...who, ...more });
  }

  async addClass(capacity: number, priceCents: number): Promise<string> {
    const scheduledAt = new Date(Date.now() + 5 * 86_400_000).toISOString();
    return (await this.manage("POST", "classes", { serviceId: this.serviceId, scheduledAt, capacity, priceCents })).id;
  }

  /** Buys a pack; answers its id and its customer's token. */
  async buyPack(who: Person, sessionsTotal: number): Promise<{ useClientPackageId: string; customerToken: string }> {
    const type = await this.manage("POST", "package-types", { name: "Pack", sessionsTotal, priceCents: 9000 });
    const started = await this.tenant("POST", "/api/packages/start", {
      packageTypeId: type.id,
      handle: this.handle,
      ...who,
    });
    await this.stripe.pay(started.body.checkoutSessionId);
    let token = "";
    await until(async () => {
      const mail = (await this.mailbox()).find((one) => one.kind === "pack_bought" && one.recipient === who.email);
      token = /\/me\/([A-Za-z0-9_-]+)/.exec(mail?.text ?? "")?.[1] ?? "";
      return token !== "";
    }, () => "the mail of the pack");
    const me = await this.call("GET", "/api/customer/me", undefined, { "x-customer-token": token });
    return { useClientPackageId: me.body.packages[0].id, customerToken: token };
  }

  async mailbox(): Promise<Json[]> {
    return (await this.call("GET", "/dev/mailbox.json")).body.items;
  }

  /** How many messages are in each state. */
  async messages(): Promise<Record<string, number>> {
    const { body } = await this.call("GET", "/metrics");
    return Object.fromEntries(
      [...String(body).matchAll(/^alera_messages\{state="(\w+)"\} (\d+)$/gm)].map(([, state, n]) => [state, Number(n)]),
    );
  }

  /** `alera doctor` as a process of its own: its exit code and what it says. */
  doctor(): Promise<{ code: number; says: string }> {
    return this.alera("doctor");
  }

  /** A command as a process of its own, with the server's environment. */
  async alera(...command: string[]): Promise<{ code: number; says: string }> {
    const [program, ...args] = [...this.command, ...command];
    const { code, out, err } = await runChild(program, args, { env: this.server.env });
    return { code, says: out + err };
  }

  async #found(): Promise<void> {
    const made = await this.call("POST", "/api/manage/providers", {
      handle: this.handle,
      displayName: "Crash Test Yoga",
      email: "owner@example.com",
      timezone: "America/Chicago",
    }, { authorization: `Bearer ${OPERATOR}` });
    if (made.status !== 201) throw new Error(`no provider: ${JSON.stringify(made.body)}`);
    this.ownerToken = made.body.ownerToken;
    this.key = (await this.manage("POST", "api-keys", { label: "Website", allowedOrigins: [ORIGIN] })).key;
    const service = { name: "Yoga", durationMin: 50, priceCents: 2000, capacity: 6 };
    this.serviceId = (await this.manage("POST", "services", service)).id;
    await this.manage("POST", "stripe/onboarding", { returnUrl: `${ORIGIN}/done`, refreshUrl: `${ORIGIN}/again` });
    const { accountId } = await this.manage("GET", "stripe");
    await this.stripe.setAccount(accountId, { chargesEnabled: true, payoutsEnabled: true, detailsSubmitted: true });
    await until(async () => (await this.manage("GET", "stripe")).chargesEnabled, () => "the onboarding");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.server) await this.server.stop();
    await this.stripe.close();
    await Deno.remove(this.directory, { recursive: true });
  }
}
