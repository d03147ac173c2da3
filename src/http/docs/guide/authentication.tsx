export function Authentication() {
  return (
    <section class="section" aria-labelledby="authentication">
      <h2 id="authentication">Authentication</h2>
      <dl class="patterns">
        <div>
          <dt>API key</dt>
          <dd>
            <code>x-alera-key</code> and an <code>Origin</code>{" "}
            from the key's allowlist. Your server sets both headers. A publishable key (<code>alp_…</code>) may be in a
            page instead: it reads and starts, from its origins only.
          </dd>
        </div>
        <div>
          <dt>Signed token</dt>
          <dd>
            In the body. Valid for one booking or visit and one purpose: cancelling or tipping. No API key needed.
          </dd>
        </div>
        <div>
          <dt>Customer token</dt>
          <dd>
            <code>x-customer-token</code>, or <code>?token=</code>{" "}
            where a header can't be set. From the mailed sign-in link, valid for 30 days.
          </dd>
        </div>
        <div>
          <dt>Owner token</dt>
          <dd>
            <code>Authorization: Bearer …</code> for everything under{" "}
            <code>/api/manage</code>, for one studio. The operator's token creates studios.
          </dd>
        </div>
      </dl>
      <ul>
        <li>
          Secret keys (<code>alr_…</code>) are credentials of your server. Never put one into a page or a repository.
        </li>
        <li>
          To rotate a key, create a new one, switch over, and revoke the old one. A revocation applies from the next
          request on.
        </li>
        <li>
          A browser can call from another site only with a publishable key. Cancelling, tipping and the customer's
          summary may be called from any site, because their token is their only credential.
        </li>
      </ul>
    </section>
  );
}
