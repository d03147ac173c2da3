/** Reads from a server: those that are asked for in one turn of the event loop share a round trip. */
import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "@libsql/client/http";
import type { Row, SqlValue } from "../database.ts";
import { isLost, isTimeout } from "./errors.ts";
import { plainRows, toStatement } from "./statements.ts";

const ATTEMPTS = 3;
/** Few enough that none waits long for the others. */
const MOST_TOGETHER = 32;

interface Question {
  statement: ReturnType<typeof toStatement>;
  resolve(rows: Row[]): void;
  reject(error: unknown): void;
}

export class SharedReads {
  #client: Client;
  #questions: Question[] = [];

  constructor(client: Client) {
    this.#client = client;
  }

  /** Asks again when the connection breaks. */
  read(sql: string, args: SqlValue[]): Promise<Row[]> {
    const { promise, resolve, reject } = Promise.withResolvers<Row[]>();
    try {
      this.#questions.push({ statement: toStatement(sql, args), resolve, reject });
      if (this.#questions.length === 1) queueMicrotask(() => this.#ask());
    } catch (error) {
      reject(error);
    }
    return promise;
  }

  #ask(): void {
    const questions = this.#questions;
    this.#questions = [];
    while (questions.length > 0) this.#askTogether(questions.splice(0, MOST_TOGETHER));
  }

  async #askTogether(questions: Question[]): Promise<void> {
    if (questions.length === 1) return await this.#askAlone(questions[0]);
    try {
      const results = await this.#client.batch(questions.map(({ statement }) => statement), "read");
      questions.forEach(({ resolve }, i) => resolve(plainRows(results[i])));
    } catch (error) {
      if (isTimeout(error)) return questions.forEach(({ reject }) => reject(error));
      // Each for itself: one that is wrong must not fail the others.
      await Promise.all(questions.map((one) => this.#askAlone(one)));
    }
  }

  async #askAlone({ statement, resolve, reject }: Question): Promise<void> {
    for (let attempt = 1;; attempt++) {
      try {
        return resolve(plainRows(await this.#client.execute(statement)));
      } catch (error) {
        if (!isLost(error) || isTimeout(error) || attempt === ATTEMPTS) return reject(error);
      }
      await delay(50 * attempt);
    }
  }
}
