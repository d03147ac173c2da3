/** What every page of the console is given. */
import type { ConsoleSession } from "../../domain/console_sessions.ts";
import type { Provider } from "../../domain/providers.ts";
import type { Call } from "../../http/router.ts";
import type { HttpServices } from "../../http/services.ts";
import type { Context } from "../../workflows/context.ts";
import type { Refusal } from "./form_errors.ts";
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
  /** Of the address. */
  path: string;
  query: URLSearchParams;
  /** Empty except for a POST. */
  form: FormInput;
  /** Why the submitted form, whose page is shown, was not accepted. */
  refused: Refusal | null;
  /** The path's `:id`. */
  id: string;
  /**
   * Runs the work of one submitted form once. A second click or a resent form gets the first result, which is stored encrypted for a day
   * and must be JSON. An error is not stored.
   */
  once<T>(work: () => Promise<T>): Promise<T>;
}

export type PageHandler = (call: PageContext) => Promise<Response> | Response;

/** A page that is a form, and what is done when it is sent. */
export interface FormHandler {
  page: PageHandler;
  submit: PageHandler;
}

export interface PageRoutes {
  get(path: string, page: PageHandler): void;
  /** @param page shown when `submit` refuses; without it every error has a page of its own */
  post(path: string, submit: PageHandler, page?: PageHandler): void;
  /** Both at one address. */
  form(path: string, form: FormHandler): void;
}
