/** The connections that are open, and which of them must go: one that waits holds a file descriptor and memory. */

/** From a connection's beginning to the end of its first request's head, ms. */
export const HEAD_WITHIN = 10_000;
/**
 * Between two requests, or without reading what it was answered, ms. Longer than a proxy keeps its own (Caddy: 2 minutes), or it would
 * send requests into connections that are being closed.
 */
export const IDLE_WITHIN = 150_000;

export interface OpenConnection {
  /** At once, whatever it is doing. */
  close(): void;
  /** Requests that are being answered. */
  busy: number;
  /** ms, of the same clock as `now` below. */
  idleSince: number;
  /** It has sent a whole request head before. */
  known: boolean;
}

export class OpenConnections {
  readonly #all = new Set<OpenConnection>();
  // Each in the order in which its connections fell idle: who is overdue stands first, and nothing is searched.
  readonly #new = new Set<OpenConnection>();
  readonly #idle = new Set<OpenConnection>();

  get size(): number {
    return this.#all.size;
  }

  [Symbol.iterator](): Iterator<OpenConnection> {
    return this.#all.values();
  }

  /** @param close ends it at once */
  add(close: () => void, now: number): OpenConnection {
    const connection = { close, busy: 0, idleSince: now, known: false };
    this.#all.add(connection);
    this.#new.add(connection);
    return connection;
  }

  /** A request's head has arrived. */
  begin(connection: OpenConnection): void {
    if (connection.busy++ > 0) return;
    if (connection.known) this.#idle.delete(connection);
    else this.#new.delete(connection);
    connection.known = true;
  }

  /** A request was answered. */
  end(connection: OpenConnection, now: number): void {
    if (--connection.busy === 0 && this.#all.has(connection)) this.touch(connection, now);
  }

  /** It shows life while it reads a long answer. */
  touch(connection: OpenConnection, now: number): void {
    if (connection.busy > 0 || !this.#all.has(connection)) return;
    connection.idleSince = now;
    this.#idle.delete(connection);
    this.#idle.add(connection);
  }

  remove(connection: OpenConnection): void {
    this.#all.delete(connection);
    this.#new.delete(connection);
    this.#idle.delete(connection);
  }

  /** Closes whoever has waited too long. @returns how many */
  closeOverdue(now: number): number {
    let closed = 0;
    for (const [waiting, within] of [[this.#new, HEAD_WITHIN], [this.#idle, IDLE_WITHIN]] as const) {
      for (const connection of waiting) {
        if (now - connection.idleSince <= within) break;
        this.#close(connection);
        closed++;
      }
    }
    return closed;
  }

  /** Closes who has been idle longest, to make room. @returns false when all are being answered */
  closeLongestIdle(): boolean {
    const [fresh] = this.#new;
    const [idle] = this.#idle;
    const longest = fresh && idle ? (fresh.idleSince <= idle.idleSince ? fresh : idle) : fresh ?? idle;
    if (!longest) return false;
    this.#close(longest);
    return true;
  }

  #close(connection: OpenConnection): void {
    this.remove(connection);
    connection.close();
  }
}
