/** Starts or continues Stripe's onboarding. */
import { ButtonForm } from "../ui/form.tsx";
import type { PageContext } from "../ui/page_context.ts";

export function ConnectButton({ call, label }: { call: PageContext; label: string }) {
  return (
    <ButtonForm call={call} action="/console/payments/connect" class="stack" button="button primary">
      {label}
    </ButtonForm>
  );
}
