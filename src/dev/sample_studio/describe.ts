import { DAY } from "../../domain/time.ts";
import { SAMPLE_EMAIL } from "../../workflows/account/sample_studio.ts";
import { PROVIDER } from "./data.ts";
import type { SampleStudio } from "./sample_studio.ts";

/** What to click and to paste next. */
export function describeSampleStudio(studio: SampleStudio, simulatorUrl?: string): string {
  const { publicUrl, key, origin } = studio;
  const from = new Date().toISOString().slice(0, 10);
  const to = new Date(Date.now() + 28 * DAY).toISOString().slice(0, 10);
  const headers = `-H 'x-alera-key: ${key}' -H 'Origin: ${origin}'`;
  const post = (path: string, body: unknown, auth = headers) =>
    `curl -s ${publicUrl}${path} ${auth} \\\n    -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
  const jane = { name: "Jane Doe", email: "jane@example.com", phone: "5555550100" };
  return `
${PROVIDER.displayName} is ready.
${
    studio.storefrontUrl
      ? `  Storefront   ${studio.storefrontUrl}  ← start here\n`
      : ""
  }  Console      ${publicUrl}/console  (sign in as ${SAMPLE_EMAIL}: the link is in the mailbox)
  API          ${publicUrl}
  Reference    ${publicUrl}/docs
  Embed        ${publicUrl}/docs/embed
  Mailbox      ${publicUrl}/dev/mailbox
${simulatorUrl ? `  Stripe       ${simulatorUrl} (simulated)\n` : ""}  Handle       ${studio.handle}
  Provider     ${studio.providerId}
  API key      ${key}
  Origin       ${origin}
  Owner token  ${studio.ownerToken}
${studio.onboarded ? "" : "  Payments     not possible yet: finish the Stripe onboarding first\n"}
1 See the classes:
  curl -s '${publicUrl}/api/classes?handle=${studio.handle}&from=${from}&to=${to}' ${headers}

2 Book one, then open the checkoutUrl of the answer and pay:
  ${post(`/api/classes/${studio.paidClassId}/book`, jane)}

3 Read the confirmation at ${publicUrl}/dev/mailbox, and cancel with the token of step 2:
  curl -s ${publicUrl}/api/enrollments/ENROLLMENT_ID/cancel -H 'Content-Type: application/json' -d '{"cancelToken":"CANCEL_TOKEN"}'

4 Sign in: the link is in the mailbox, its token opens the customer's bookings and calendar feed:
  ${post("/api/customer/signin-link", { email: jane.email, handle: studio.handle })}
  curl -s ${publicUrl}/api/customer/me -H 'x-customer-token: TOKEN'

5 Wait for a seat in a full class, and see who waits as the owner:
  ${post(`/api/classes/${studio.fullClassId}/waitlist`, jane)}
  curl -s ${publicUrl}/api/manage/classes/${studio.fullClassId}/roster -H 'Authorization: Bearer ${studio.ownerToken}'

6 Buy a class pack, a gift card, leave a tip: each answers a checkoutUrl to open:
  ${
    post("/api/packages/start", {
      packageTypeId: studio.packageTypeId,
      handle: studio.handle,
      name: jane.name,
      email: jane.email,
    })
  }
  ${
    post("/api/gift-cards/start", {
      handle: studio.handle,
      amountCents: 10000,
      purchaserName: jane.name,
      purchaserEmail: jane.email,
    })
  }
  ${post("/api/tip/start", { token: studio.tipToken, amountCents: 1000 }, "")}

All of it, automatically: deno task journey
`;
}
