/** What every part of the simulator works on. */
import type { Clock } from "./clock.ts";
import { type Emit, makeEvent, type StripeEvent, type StripeEventRecord } from "./events.ts";
import type { SimulatedEndpoint } from "./objects/webhook_endpoint.ts";
import type { State } from "./state.ts";
import type { Webhooks } from "./webhooks.ts";

export class World {
  /** Where the simulator listens, without a slash at the end. */
  url = "";
  /** The status of new refunds. */
  refundStatus: "succeeded" | "pending" = "succeeded";
  /** What the list of webhook endpoints shows. The simulator itself sends to its `webhookUrl`. */
  endpoints: SimulatedEndpoint[] = [];

  constructor(
    readonly secretKey: string,
    readonly livemode: boolean,
    readonly clock: Clock,
    readonly state: State,
    readonly webhooks: Webhooks,
    /** The event types that the webhook endpoint is subscribed to, `"*"` for all. */
    private readonly enabledEvents: ReadonlySet<string>,
    /** Whether the key is a studio's own, and no platform's. */
    readonly own = false,
  ) {}

  /** Records an event when the endpoint is subscribed to its type. */
  record(event: StripeEvent): StripeEventRecord[] {
    this.state.changed();
    if (!this.enabledEvents.has(event.type) && !this.enabledEvents.has("*")) return [];
    const record: StripeEventRecord = { event, state: "queued", attempts: [] };
    this.state.events.push(record);
    return [record];
  }

  /** For what no API call caused: records the event and sends it. */
  readonly emit: Emit = (type, object, account, previous) => {
    const { livemode, clock } = this;
    const event = makeEvent(type, object, { account, previous, livemode, created: clock.seconds });
    this.webhooks.dispatch(this.record(event));
  };
}
