import type { Row, SqlValue } from "./database.ts";

/** What the queue asks of a driver's one writer connection. */
export interface WriteConnection {
  /** Opens a transaction that holds the write lock, waiting (without blocking the event loop) while another process has it. */
  begin(): Promise<void>;
  read(sql: string, args: SqlValue[]): Promise<Row[]>;
  run(sql: string, args: SqlValue[]): number | Promise<number>;
  /**
   * Where each statement is a round trip: one that travels with whatever is sent next, or at `flush`. Should it fail, or change
   * another number of rows, the transaction is `failed`.
   * @param expected how many rows it must change; null: however many
   */
  later?(sql: string, args: SqlValue[], expected: number | null): void;
  /** Sends what `later` has kept. @throws what a statement of `later` has failed of */
  flush?(): Promise<void>;
  /** Runs a text of several statements. */
  script(sql: string): Promise<void>;
  savepoint(): void | Promise<void>;
  release(): void | Promise<void>;
  /** Undoes everything since the savepoint and removes it. */
  undo(): void | Promise<void>;
  commit(): void | Promise<void>;
  /** Ends whatever transaction is open. Never throws: if it must, the connection replaces itself. */
  rollback(): void | Promise<void>;
  /** Asked between begin and commit: `open`; or `failed`: a statement of `later` did; or `ended` by the engine itself (disk full …); or `lost` with the connection, so worth another try. */
  readonly transaction: "open" | "failed" | "ended" | "lost";
}
