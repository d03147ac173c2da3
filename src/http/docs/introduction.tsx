import type { Guide } from "./guides.ts";

export function Introduction({ guides, trying }: { guides: Guide[]; trying: boolean }) {
  return (
    <section aria-labelledby="start">
      <h1 id="start">Put booking on your own site</h1>
      <p class="lead">
        Classes, seats, payments, waitlists, class packs and gift cards for studios. Your site decides how they look;
        Alera does the work, invisible to your customers.
      </p>
      <ul role="list" class="guides">
        {guides.map(({ id, title, summary }) => (
          <li>
            <a href={`/docs/${id}`}>{title}</a>
            <p class="muted">{summary}</p>
          </li>
        ))}
      </ul>
      {trying
        ? (
          <p class="notice">
            This server runs in development, so the operations below can be tried from this page. A browser would send
            its own Origin, so the server performs the request for you, with the headers you enter. What you type stays
            in this page.
          </p>
        )
        : (
          <p class="notice">
            Requests can't be sent from this page, because this is a production server: an API key is a credential of
            your server and doesn't belong in a browser. Copy the curl commands instead, or open this page on a server
            in development.
          </p>
        )}
    </section>
  );
}
