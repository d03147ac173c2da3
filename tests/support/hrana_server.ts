/** A small libSQL server for tests: Hrana over HTTP (v2 and v3 pipelines, JSON) on a SQLite file, with faults to order. */
import { DatabaseSync } from "node:sqlite";
import { Buffer } from "node:buffer";
import { withCode } from "../../src/db/embedded/errors.ts";
import { type Engine, openLibsql } from "./libsql_engine.ts";

/** `drop`: the connection breaks before anything is done. `drop-answer`: after everything is done. `hang`: no answer ever. */
export type Fault = "drop" | "drop-answer" | "hang";

// deno-lint-ignore no-explicit-any
type Json = Record<string, any>;

export interface HranaServer {
  url: string;
  /** Asked before each request with the SQL in it; what it answers goes wrong. */
  fault: (sql: string[]) => Fault | undefined;
  /** How many requests have been answered or broken. */
  requests: number;
  /** Forgets every stream, as a restart would: their transactions are rolled back. */
  restart(): void;
  close(): Promise<void>;
}

/** Serves the SQLite file at `path` on 127.0.0.1. @param port 0: one that is free */
export function serveHrana(path: string, port = 0): HranaServer {
  const streams = new Map<string, Stream>();
  const idle: Engine[] = [];
  let batons = 0;

  /** What a request is answered, or null: nothing, the connection breaks. Undefined: nothing, it hangs. */
  function respond(route: string, sent: string): [status: number, body: unknown] | null | undefined {
    if (route === "/v2" || route === "/v3") return [200, {}];
    if (route !== "/v2/pipeline" && route !== "/v3/pipeline") return [404, {}];
    server.requests++;
    const body: Json = JSON.parse(sent);
    const fault = server.fault(statementsIn(body.requests));
    if (fault === "drop") return null;
    if (fault === "hang") return undefined;

    const known = streams.get(body.baton);
    if (body.baton && !known) return [400, { message: "The stream has expired", code: "STREAM_EXPIRED" }];
    streams.delete(body.baton);
    const stream = known ?? new Stream(idle.pop() ?? open(path), (database) => void idle.push(database));
    const results = body.requests.map((request: Json) => stream.answer(request));
    let baton: string | null = null;
    if (!stream.closed) {
      baton = `baton-${++batons}`;
      streams.set(baton, stream);
    }
    return fault === "drop-answer" ? null : [200, { baton, base_url: null, results }];
  }

  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const connections = new Set<Deno.TcpConn>();

  /** Speaks HTTP itself: neither Deno.serve nor node:http can break a connection in every version of Deno. */
  async function serve(connection: Deno.TcpConn): Promise<void> {
    connections.add(connection);
    try {
      for await (const { route, body } of readRequests(connection)) {
        const answer = respond(route, body);
        if (answer === null) break;
        if (answer) await writeResponse(connection, ...answer);
      }
    } catch (error) {
      if (connections.has(connection) && !isConnectionError(error)) throw error;
    } finally {
      if (connections.delete(connection)) connection.close();
    }
  }

  const serving: Promise<void>[] = [];
  const accepting = (async () => {
    for await (const connection of listener) serving.push(serve(connection));
  })();

  const server: HranaServer = {
    url: `http://127.0.0.1:${listener.addr.port}`,
    fault: () => undefined,
    requests: 0,
    restart() {
      for (const stream of streams.values()) stream.close();
      streams.clear();
    },
    async close() {
      server.restart();
      listener.close();
      await accepting;
      for (const connection of [...connections]) {
        connections.delete(connection);
        connection.close();
      }
      await Promise.all(serving);
      server.restart();
      for (const database of idle.splice(0)) database.close();
    },
  };
  return server;
}

/** The requests that arrive on one connection, one after the other. */
async function* readRequests(connection: Deno.TcpConn): AsyncGenerator<{ route: string; body: string }> {
  let received: Buffer = Buffer.alloc(0);
  const chunk = new Uint8Array(64 * 1024);
  const receive = async (): Promise<boolean> => {
    const length = await connection.read(chunk);
    if (length) received = Buffer.concat([received, chunk.subarray(0, length)]);
    return length !== null;
  };
  for (;;) {
    let headEnd: number;
    while ((headEnd = received.indexOf("\r\n\r\n")) < 0) if (!await receive()) return;
    const head = received.subarray(0, headEnd).toString();
    const bodyStart = headEnd + 4;
    const bodyEnd = bodyStart + Number(head.match(/^content-length: *(\d+)/im)?.[1] ?? 0);
    while (received.length < bodyEnd) if (!await receive()) return;
    const body = received.subarray(bodyStart, bodyEnd).toString();
    received = received.subarray(bodyEnd);
    yield { route: head.split(" ")[1], body };
  }
}

async function writeResponse(connection: Deno.TcpConn, status: number, body: unknown): Promise<void> {
  const json = Buffer.from(JSON.stringify(body));
  const head = `HTTP/1.1 ${status} -\r\ncontent-type: application/json\r\ncontent-length: ${json.length}\r\n\r\n`;
  const bytes = Buffer.concat([Buffer.from(head), json]);
  for (let written = 0; written < bytes.length;) written += await connection.write(bytes.subarray(written));
}

/** The client has gone away, which is its right. */
function isConnectionError(error: unknown): boolean {
  return ["ConnectionReset", "BrokenPipe", "NotConnected", "BadResource", "Interrupted"].includes(
    (error as Error).name,
  );
}

const isLibsql = Deno.env.get("ALERA_TEST_ENGINE") === "libsql";

function open(path: string): Engine {
  const database = isLibsql ? openLibsql(path) : new DatabaseSync(path, { timeout: 0 }) as unknown as Engine;
  database.exec("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON");
  return database;
}

/** One connection, kept between requests by its baton. */
class Stream {
  closed = false;
  #database: Engine;
  #storedSql = new Map<number, string>();

  #giveBack: (database: Engine) => void;

  constructor(database: Engine, giveBack: (database: Engine) => void) {
    this.#database = database;
    this.#giveBack = giveBack;
  }

  answer(request: Json): Json {
    try {
      return { type: "ok", response: { type: request.type, ...this.#perform(request) } };
    } catch (error) {
      return { type: "error", error: toError(error) };
    }
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
    this.#giveBack(this.#database);
  }

  #perform(request: Json): Json {
    switch (request.type) {
      case "execute":
        return { result: this.#execute(request.stmt) };
      case "batch":
        return { result: this.#batch(request.batch.steps) };
      case "sequence":
        this.#database.exec(this.#sql(request));
        return {};
      case "describe":
        return { result: this.#describe(this.#sql(request)) };
      case "store_sql":
        this.#storedSql.set(request.sql_id, request.sql);
        return {};
      case "close_sql":
        this.#storedSql.delete(request.sql_id);
        return {};
      case "get_autocommit":
        return { is_autocommit: !this.#database.isTransaction };
      case "close":
        this.close();
        return {};
      default:
        throw new Error(`Unknown request ${request.type}`);
    }
  }

  #sql(holder: Json): string {
    const sql = holder.sql ?? this.#storedSql.get(holder.sql_id);
    if (sql === undefined) throw new Error(`Unknown sql_id ${holder.sql_id}`);
    return sql;
  }

  #execute(stmt: Json): Json {
    if (stmt.named_args?.length) throw new Error("Named arguments are not supported here.");
    const sql = this.#sql(stmt);
    if (isBeyondServers(sql)) throw new Error("SQL string could not be parsed: syntax error");
    const statement = this.#database.prepare(sql);
    const args = (stmt.args ?? []).map(fromValue);
    const columns = statement.columns();
    if (columns.length === 0) {
      const { changes, lastInsertRowid } = statement.run(...args);
      return { cols: [], rows: [], affected_row_count: changes, last_insert_rowid: String(lastInsertRowid) };
    }
    statement.setReturnArrays(true);
    statement.setReadBigInts(true);
    const rows = statement.all(...args) as unknown as unknown[][];
    return {
      cols: columns.map(({ name, type }) => ({ name, decltype: type })),
      rows: rows.map((row) => row.map(toValue)),
      affected_row_count: 0,
      last_insert_rowid: null,
    };
  }

  #batch(steps: Json[]): Json {
    const results: (Json | null)[] = steps.map(() => null);
    const errors: (Json | null)[] = steps.map(() => null);
    const holds = (condition: Json): boolean => {
      switch (condition.type) {
        case "ok":
          return results[condition.step] !== null;
        case "error":
          return errors[condition.step] !== null;
        case "not":
          return !holds(condition.cond);
        case "and":
          return condition.conds.every(holds);
        case "or":
          return condition.conds.some(holds);
        case "is_autocommit":
          return !this.#database.isTransaction;
        default:
          throw new Error(`Unknown condition ${condition.type}`);
      }
    };
    steps.forEach((step, i) => {
      if (step.condition && !holds(step.condition)) return;
      try {
        results[i] = this.#execute(step.stmt);
      } catch (error) {
        errors[i] = toError(error);
      }
    });
    return { step_results: results, step_errors: errors };
  }

  #describe(sql: string): Json {
    const statement = this.#database.prepare(sql);
    const cols = statement.columns().map(({ name, type }) => ({ name, decltype: type }));
    return { params: [], cols, is_explain: /^\s*explain/i.test(sql), is_readonly: /^\s*select/i.test(sql) };
  }
}

/** Servers read each statement by a grammar of their own, without two things that SQLite has. */
function isBeyondServers(sql: string): boolean {
  const having = /\bHAVING\b/i.test(sql) && !/\bGROUP BY\b(?:(?!\bSELECT\b)[^])*\bHAVING\b/i.test(sql);
  return having || /\b(group_concat|string_agg|json_group_\w+)\([^()]*\bORDER BY\b/i.test(sql);
}

function statementsIn(requests: Json[]): string[] {
  return requests.flatMap((request) => {
    if (request.type === "batch") return request.batch.steps.map((step: Json) => step.stmt.sql ?? "");
    return request.stmt?.sql ?? request.sql ?? [];
  });
}

/** Servers tell the basic code only. */
function toError(error: unknown): Json {
  const { message, code } = withCode(error) as { message: string; code?: string };
  return { message, code: /^SQLITE_[A-Z]+/.exec(code ?? "")?.[0] ?? "SQLITE_ERROR" };
}

function fromValue(value: Json): string | number | bigint | Uint8Array | null {
  switch (value.type) {
    case "null":
      return null;
    case "integer":
      return BigInt(value.value);
    case "blob":
      return new Uint8Array(Buffer.from(value.base64, "base64"));
    default:
      return value.value;
  }
}

function toValue(value: unknown): Json {
  if (value === null) return { type: "null" };
  if (typeof value === "bigint") return { type: "integer", value: String(value) };
  if (typeof value === "number") return { type: "float", value };
  if (value instanceof Uint8Array) return { type: "blob", base64: Buffer.from(value).toString("base64") };
  return { type: "text", value };
}
