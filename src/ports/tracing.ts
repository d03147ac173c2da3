/** Spans for a collector of traces. None holds an address, a text or a message of an error: those may be personal or secret. */
export interface Tracing {
  /**
   * Runs `work` as a span. `kind`: `client` for a call to another system. What it throws is told by its code or name, and is a fault
   * unless it is a refusal that a caller can act on.
   */
  span<T>(name: string, kind: "internal" | "client", work: () => Promise<T>): Promise<T>;
  /** The runtime's span of the request that is running is named by its route (method and pattern, or `none`). */
  requestEnded(route: string, status: number, requestId: string): void;
}
