/** The button of each way to pay, with its amount. */
import type { BookInView } from "../../workflows/bookings/view_book_in.ts";
import { firstName } from "../ui/contact.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { type Payment, paymentsOf, placed } from "./choices.ts";

interface Props {
  call: PageContext;
  view: BookInView;
}

export function BookButtons({ call, view }: Props) {
  const price = call.format.money(view.session.priceCents);
  const buttons: Record<Exclude<Payment, "credit">, [of: string, label: string]> = {
    offline: ["paid", "Book in, paid here"],
    gift_card: ["card", `Book in, ${price} from the gift card`],
    link: ["link", `Hold the seat, send link for ${price}`],
    none: ["free", "Book in, nothing to pay"],
  };
  return (
    <div class="go">
      {paymentsOf(call, view).map((way) =>
        way === "credit" ? <CreditButton view={view} /> : (
          <div class={`when flat ${buttons[way][0]}`}>
            <button class="button primary" type="submit">{buttons[way][1]}</button>
          </div>
        )
      )}
    </div>
  );
}

function CreditButton({ view }: Pick<Props, "view">) {
  return (
    <div class="when flat credit">
      <button class="button primary has-pack" type="submit">Book in, 1 credit</button>
      {placed(view).filter(({ candidate }) => !candidate.pack).map(({ candidate, place }) => (
        <p class={`of of-${place}`}>{firstName(candidate.name)} has no pack. Choose another way to pay.</p>
      ))}
      <p class="of of-new">A new client has no pack. Choose another way to pay.</p>
    </div>
  );
}
