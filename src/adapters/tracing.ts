/** Tracing through the OpenTelemetry that is built into Deno: see docs/decisions/0049. Loaded only where it is on. */
import { type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Tracing } from "../ports/tracing.ts";

/** What a span tells of an error. */
export interface ToldError {
  /** Its code, or the name of its class. */
  type: string;
  /** Not a refusal that a caller can act on. */
  fault: boolean;
}

const KINDS = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT };

/** @param version of the program that makes the spans */
export function createTracing(version: string, tell: (error: unknown) => ToldError): Tracing {
  const tracer = trace.getTracer("alera", version);
  keepAddressesOut(tracer.startSpan("unused"));
  return {
    span(name, kind, work) {
      return tracer.startActiveSpan(name, { kind: KINDS[kind] }, async (span) => {
        try {
          return await work();
        } catch (error) {
          mark(span, tell(error));
          throw error;
        } finally {
          span.end();
        }
      });
    },
    requestEnded(route, status, requestId) {
      const span = trace.getActiveSpan();
      if (!span) return;
      span.updateName(route);
      span.setAttributes({ "http.route": route.replace(/^\w+ /, ""), "alera.request_id": requestId });
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    },
  };
}

const ADDRESS = new Set(["url.full", "url.path", "url.query"]);

/**
 * Deno's own spans of requests and of fetch() have the whole address, in which there are tokens, and the texts of errors, which repeat
 * it. An attribute that is set again stays there twice, so they are kept from being set.
 */
function keepAddressesOut(span: Span): void {
  const all: Span = Object.getPrototypeOf(span);
  const { setAttribute, setStatus } = all;
  all.setAttribute = function (key, value) {
    return ADDRESS.has(key) ? this : setAttribute.call(this, key, value);
  };
  all.setStatus = function ({ code }) {
    return setStatus.call(this, { code });
  };
  all.recordException = () => {};
}

function mark(span: Span, { type, fault }: ToldError): void {
  span.setAttribute("error.type", type);
  if (fault) span.setStatus({ code: SpanStatusCode.ERROR });
}
