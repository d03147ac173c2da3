/** A real mail server on loopback. */
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A mail as the server took it. */
export interface Delivery {
  recipients: string[];
  sender: string;
  raw: string;
}

/** A mail server on loopback that keeps what it takes. `handlers` may refuse. */
export async function smtpServer(handlers: SMTPServerOptions = {}) {
  const mails: Delivery[] = [];
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    logger: false,
    onData(stream, session, callback) {
      const chunks: Uint8Array[] = [];
      stream.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push({
          recipients: session.envelope.rcptTo.map(({ address }) => address),
          sender: session.envelope.mailFrom ? session.envelope.mailFrom.address : "",
          raw: new TextDecoder().decode(new Uint8Array(chunks.flatMap((chunk) => [...chunk]))),
        });
        callback(null);
      });
    },
    ...handlers,
  });
  server.on("error", () => {}); // connections that we break off
  const listening = server.listen(0, "127.0.0.1");
  const sockets = new Set<Socket>();
  listening.on("connection", (socket) => sockets.add(socket));
  await once(listening, "listening");
  const { port } = listening.address() as AddressInfo;
  return {
    mails,
    url: `smtp://127.0.0.1:${port}`,
    port,
    async [Symbol.asyncDispose]() {
      server.close();
      // Deno 2.4 misses that some clients hung up, and would wait for them.
      for (const socket of sockets) socket.destroy();
      await settled();
      clearTimeout(server._closeTimeout || undefined);
    },
  };
}

/** Lets the closing sockets of both sides come to their end: Deno 2.4 counts node's immediates as timers of the test. */
export async function settled() {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
}
