/** What every page of the console is given. */
import type { ConsoleSession } from "../domain/console_sessions.ts";
import type { Context } from "../workflows/context.ts";
import type { Provider } from "../domain/providers.ts";
import type { Call, HttpServices } from "../http/endpoint.ts";
import type { FormInput } from "./forms.ts";
import type { Words } from "./words.ts";

export interface OwnerCall {
  c: Call;
  ctx: Context;
  services: HttpServices;
  provider: Provider;
  session: ConsoleSession;
  nowMs: number;
  words: Words;
  /** For every form of this session; `Form` puts it in. */
  csrf: string;
  query: URLSearchParams;
  /** Empty but for a POST. */
  form: FormInput;
  /** The path's `:id`. */
  id: string;
  /**
   * Does the work of one submitted form once: a second click, or the page sent again, gets the first result, which is kept (sealed) for a
   * day. The result must be JSON. A refusal is not kept.
   */
  once<T>(work: () => Promise<T>): Promise<T>;
}

export type Page = (call: OwnerCall) => Promise<Response> | Response;

export interface OwnerRoutes {
  get(path: string, page: Page): void;
  post(path: string, page: Page): void;
}
