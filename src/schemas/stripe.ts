import { z } from "@hono/zod-openapi";

const address = () => z.url({ protocol: /^https?$/ }).max(2000);

/** Where Stripe's onboarding leads back to. */
export const onboarding = z.object({ returnUrl: address(), refreshUrl: address() });
