/** The small libSQL server in a process of its own: `deno run -A tests/support/serve_hrana.ts FILE [PORT]`. Prints its URL. */
import { serveHrana } from "./hrana_server.ts";

const [path, port] = Deno.args;
console.log(serveHrana(path, Number(port ?? 0)).url);
