/** What a text-message transport must offer. */
export interface TextMessage {
  id: string;
  /** Digits only. */
  to: string;
  text: string;
}
export interface Texter {
  /** False when texts are off: then none is enqueued. */
  readonly enabled: boolean;
  /** @throws DeliveryError */
  send(text: TextMessage): Promise<void>;
}
