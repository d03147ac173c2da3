/** What the suite is told on its command line. */
export interface Options {
  url: string;
  key: string;
  origin: string;
  handle: string;
  ownerToken?: string;
  customerToken?: string;
  json: boolean;
}

export const HELP = `Whether a server behaves as this API must: deno run -A client/conformance --url URL --key KEY …

  --url URL             of the server, such as http://localhost:8000
  --key KEY             a secret API key of a studio for tests
  --origin ORIGIN       one of the key's allowed origins
  --handle HANDLE       the studio's handle
  --owner-token TOKEN   makes the classes, keys and gift cards that most checks need; without it they are skipped
  --customer-token TOKEN  from a mailed sign-in link; without it the check of a customer's own page is skipped
  --json                the results as JSON

It books, cancels and waits under made-up names, in classes of its own a week ahead. Limits must be on, and the key's quota
at least 600 a minute. Exit code: 0 every check passed or was skipped, 1 one failed, 2 it could not begin.`;

/** @throws Error with a line for people */
export function readOptions(args: string[]): Options {
  const given: Record<string, string> = {};
  for (let i = 0; i < args.length; i++) {
    const [name, inline] = args[i].split(/=(.*)/s);
    if (name === "--json") given[name] = "yes";
    else if (NAMES.includes(name)) given[name] = inline ?? args[++i] ?? "";
    else throw new Error(`${args[i]} is no option: see --help`);
  }
  const missing = NAMES.slice(0, 4).filter((name) => !given[name]);
  if (missing.length > 0) throw new Error(`${missing.join(", ")} missing: see --help`);
  return {
    url: given["--url"].replace(/\/+$/, ""),
    key: given["--key"],
    origin: given["--origin"],
    handle: given["--handle"],
    ownerToken: given["--owner-token"],
    customerToken: given["--customer-token"],
    json: Boolean(given["--json"]),
  };
}

const NAMES = ["--url", "--key", "--origin", "--handle", "--owner-token", "--customer-token"];
