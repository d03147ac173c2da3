import type { Operation } from "../read_document.ts";

export function RateLimits({ operations }: { operations: Operation[] }) {
  return (
    <section class="section" aria-labelledby="rate-limits">
      <h2 id="rate-limits">Rate limits</h2>
      <p>
        Requests are counted per client address and route, over the last 60 seconds. Each response reports the state in
        {" "}
        <code>RateLimit-Limit</code>, <code>RateLimit-Remaining</code> and{" "}
        <code>RateLimit-Reset</code>; a 429 has the seconds to wait in{" "}
        <code>Retry-After</code>. Wrong bearer tokens are limited to ten a minute from one address.
      </p>
      <p>
        Your server asks for all of its visitors. Send the address of each in{" "}
        <code>x-alera-client-ip</code>, with your secret key: then every visitor has a limit of their own. Beside it,
        each API key has a quota a minute over all routes.
      </p>
      <table class="limits">
        <thead>
          <tr>
            <th scope="col">Route</th>
            <th scope="col" class="num">A minute</th>
          </tr>
        </thead>
        <tbody>
          {operations.filter((one) => one.limit !== null).map(({ id, method, path, limit }) => (
            <tr>
              <td>
                <a href={`#${id}`}>
                  {method} {path}
                </a>
              </td>
              <td class="num">{limit}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
