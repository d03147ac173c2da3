import { Code } from "../code.tsx";
import { curl, exampleRequest } from "../example_request.ts";
import type { PageInput } from "../page_input.ts";

const STEPS: { operation: string; title: string; text: string }[] = [
  {
    operation: "postManageApiKeys",
    title: "Create an API key",
    text:
      "Use the owner token of your studio, and list the origins that may use the key. The key is shown once: keep it in your server's environment.",
  },
  {
    operation: "getClasses",
    title: "List the classes",
    text: "Dates are calendar dates in the studio's time zone, 60 days at most.",
  },
  {
    operation: "postClassesIdBook",
    title: "Book a seat",
    text:
      "If the class has a price, the seat is held and the response has a checkoutUrl: send the customer there to pay. A free class is confirmed at once.",
  },
  {
    operation: "postEnrollmentsIdCancel",
    title: "Let the customer cancel",
    text: "The booking's response has a cancelToken. It needs no API key, so you can put it into a link.",
  },
  {
    operation: "postCustomerSigninLink",
    title: "Sign the customer in",
    text: "Mails a link to /me/… on your site. Its token opens the customer's bookings, class packs and calendar.",
  },
];

export function Quickstart({ groups, serverUrl, credentials, values }: PageInput) {
  const operations = groups.flatMap((group) => group.operations);
  const find = (id: string) => operations.find((one) => one.id === id)!;
  return (
    <section class="section" aria-labelledby="quickstart">
      <h2 id="quickstart">Quickstart</h2>
      <ol role="list" class="steps">
        {STEPS.map(({ operation, title, text }, i) => (
          <li>
            <h3>
              {i + 1}. {title}
            </h3>
            <p>{text}</p>
            <Code
              id={`quickstart-${operation}`}
              text={curl(find(operation), exampleRequest(find(operation), values), credentials, serverUrl)}
              copy
            />
            <p class="small">
              <a href={`#${operation}`}>More about “{find(operation).summary}”</a>
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
