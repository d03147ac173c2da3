import type Stripe from "stripe";

/** A webhook endpoint as somebody made it in the dashboard. */
export interface SimulatedEndpoint {
  id: string;
  url: string;
  enabledEvents: string[];
  status: "enabled" | "disabled";
  /** Gets the events of connected accounts, not the platform's own. */
  connect: boolean;
}

/** Only the application tells which of the two kinds it is. */
export function shapeWebhookEndpoint(endpoint: SimulatedEndpoint, livemode: boolean): Stripe.WebhookEndpoint {
  return {
    id: endpoint.id,
    object: "webhook_endpoint",
    api_version: null,
    application: endpoint.connect ? "ca_simulator" : null,
    created: 1_700_000_000,
    description: null,
    enabled_events: endpoint.enabledEvents,
    livemode,
    metadata: {},
    status: endpoint.status,
    url: endpoint.url,
  };
}
