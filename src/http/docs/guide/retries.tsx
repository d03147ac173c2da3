export function Retries() {
  return (
    <section class="section" aria-labelledby="retries">
      <h2 id="retries">Retries and idempotency</h2>
      <p>
        Send an <code>Idempotency-Key</code>{" "}
        of up to 255 characters with any POST, such as a new UUID. If no response reaches you, send the same request
        with the same key: you get the first response again, with{" "}
        <code>idempotent-replayed: true</code>, and nothing happens twice.
      </p>
      <ul>
        <li>A key is valid for 24 hours and belongs to the credential that sent it.</li>
        <li>The same key with a different request, or while the first request is still running, returns 409.</li>
        <li>401, 403, 429 and 5xx are not stored: fix the cause and send the same key again.</li>
      </ul>
    </section>
  );
}
