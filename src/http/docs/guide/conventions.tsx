export function Conventions() {
  return (
    <section class="section" aria-labelledby="conventions">
      <h2 id="conventions">Conventions</h2>
      <ul>
        <li>
          Times are ISO 8601 in UTC with milliseconds, such as{" "}
          <code>2026-05-18T11:00:00.000Z</code>. You may send any offset.
        </li>
        <li>Amounts are integers in cents of the studio's currency.</li>
        <li>Ids are opaque strings of up to 200 characters.</li>
        <li>
          Lists under <code>/api/manage</code> return <code>{"{ items, nextCursor }"}</code>. Send{" "}
          <code>nextCursor</code> back as <code>cursor</code> until it is null.
        </li>
        <li>
          The class reads carry an <code>ETag</code>. Send it in <code>If-None-Match</code>{" "}
          to get 304 while nothing has changed.
        </li>
        <li>
          Every response carries <code>x-request-id</code>: yours, if you send one. Quote it when you report a problem.
        </li>
        <li>Fields are added, never renamed or removed. Ignore the ones you don't know.</li>
      </ul>
    </section>
  );
}
