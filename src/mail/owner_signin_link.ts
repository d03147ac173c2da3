import { pluralize } from "../domain/format.ts";
import type { MailDefinition } from "./definition.ts";
import { button, paragraph } from "./layout.ts";

export const ownerSigninLink: MailDefinition<{ signinUrl: string; validMinutes: number }> = {
  name: "Sign-in link for you",
  group: "To you",
  to: "owner",
  when: "when you sign in to this console",

  sample: ({ consoleUrl }) => ({ signinUrl: `${consoleUrl}/signin/sample`, validMinutes: 15 }),

  write: (data, brand) => ({
    subject: `Sign in to ${brand.studioName}`,
    blocks: [
      paragraph(`Here is your link to the console of ${brand.studioName.replace(/\.$/, "")}.`),
      button("Open your console", data.signinUrl),
      paragraph(`It works once, for ${pluralize(data.validMinutes, "minute")}. Whoever has it can sign in as you.`),
      paragraph("You did not ask for it? You have nothing to do: without this link nobody gets in."),
    ],
  }),
};
