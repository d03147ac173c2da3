/** What rows of several lists of the sales say. */
import type { PageContext } from "../ui/page_context.ts";

/** Links to the client; somebody erased, or a buyer who is none, has no page. */
export function ClientLink({ id, name }: { id: string | null; name: string | null }) {
  return id ? <a href={`/console/clients/${id}`}>{name}</a> : <>{name ?? "A client"}</>;
}

export function RefundedInDashboard({ call, cents }: { call: PageContext; cents: number }) {
  return cents > 0 ? <span class="sub">Refunded {call.format.money(cents)} in your Stripe dashboard</span> : null;
}
