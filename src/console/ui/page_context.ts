/** What every page of the console is given. */
import type { ConsoleSession } from "../../domain/console_sessions.ts";
import type { Provider } from "../../domain/providers.ts";
import type { Call } from "../../http/router.ts";
import type { HttpServices } from "../../http/services.ts";
import type { Context } from "../../workflows/context.ts";
import type { FormInput } from "./form_input.ts";
import type { Format } from "./format.ts";

export interface PageContext {
  c: Call;
  ctx: Context;
  services: HttpServices;
  provider: Provider;
  session: ConsoleSession;
  nowMs: number;
  format: Format;
  /** Of this session; `Form` puts it into every form. */
  csrf: string;
  query: URLSearchParams;
  /** Empty except for a POST. */
  form: FormInput;
  /** The path's `:id`. */
  id: string;
  /**
   * Runs the work of one submitted form once. A second click or a resent form gets the first result, which is stored encrypted for a day
   * and must be JSON. An error is not stored.
   */
  once<T>(work: () => Promise<T>): Promise<T>;
}

export type PageHandler = (call: PageContext) => Promise<Response> | Response;

export interface PageRoutes {
  get(path: string, page: PageHandler): void;
  post(path: string, page: PageHandler): void;
}
