/** What was taken from a gift card at the desk, and the way to undo it. */
import type { DeskRedemption } from "../../domain/gift_card_entries.ts";
import { isPast } from "../ui/date_time.tsx";
import { Form } from "../ui/form.tsx";
import type { PageContext } from "../ui/page_context.ts";

const HOME = "/console/sales/gift-cards/redeem";

export function Taken({ call, of }: { call: PageContext; of: DeskRedemption }) {
  const { money } = call.format;
  const card = <a href={`/console/sales/gift-cards/${of.cardId}`}>Card …{of.codeLast4}</a>;
  if (of.undone) {
    return (
      <section class="notice stack said" role="status" tabindex={-1} aria-labelledby="undone-h">
        <h2 id="undone-h">{money(of.cents)} is back on the card</h2>
        <p>{card} has {money(of.balanceCents)} now. Both entries stay in its history.</p>
        <a class="button" href={HOME}>Redeem a card</a>
      </section>
    );
  }
  return (
    <section class="notice good stack said" role="status" tabindex={-1} aria-labelledby="done-h">
      <h2 id="done-h">{money(of.cents)} taken, {money(of.balanceCents)} left</h2>
      <p>{card}{of.purpose && <>, for “{of.purpose}”</>}.</p>
      {isPast(call, of.undoUntil) ? <a class="button" href={HOME}>Redeem another</a> : <Undo call={call} of={of} />}
    </section>
  );
}

function Undo({ call, of }: { call: PageContext; of: DeskRedemption }) {
  return (
    <>
      <Form call={call} action={`${HOME}/undo`} class="actions">
        <input type="hidden" name="entry" value={of.id} />
        <button class="button" type="submit">Undo, put {call.format.money(of.cents)} back</button>
        <a class="button quiet" href={HOME}>Redeem another</a>
      </Form>
      <p class="small muted">
        Undo until <time datetime={of.undoUntil}>{call.format.time(of.undoUntil)}</time>. After that it stays taken.
      </p>
    </>
  );
}
