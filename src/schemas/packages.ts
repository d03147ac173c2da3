import { z } from "@hono/zod-openapi";
import { customerToken, email, handle, id, name, optional, phone } from "./basics.ts";
import { PHONE } from "./patterns.ts";

export const packagePurchase = z.object({
  packageTypeId: id(),
  handle: handle(),
  name: name(),
  email: email(),
  phone: optional(phone(), PHONE),
  customerToken: customerToken(),
});
