/** What sends a studio's events to where it wants them. */

export interface WebhookRequest {
  url: string;
  headers: Record<string, string>;
  /** JSON. */
  body: string;
}

/** What became of one try. */
export interface WebhookAnswer {
  /** Of the response; null: there was none. */
  status: number | null;
  /** Why there was none, in words without addresses; null: there was one. */
  error: string | null;
}

export interface WebhookSender {
  /** Why nothing may be sent to this address, by what its name resolves to now; null: it may. */
  findObjection(url: string): Promise<string | null>;
  /** Tries once, within 15 s; follows no redirect. Never throws. */
  send(request: WebhookRequest): Promise<WebhookAnswer>;
}
