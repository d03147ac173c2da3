/** How SMTP fails: what is tried again, what is given up, and what of it is told. */
import assert from "node:assert/strict";
import { booking, failure, mailer } from "../support/outgoing_mails.ts";
import { settled, smtpServer } from "../support/smtp_server.ts";

const PASSWORD = "p@ss:w/rd";

function refuse(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

for (
  const [code, permanent] of [
    [550, true],
    [551, true],
    [553, true],
    [554, true],
    [501, true],
    [450, false],
    [451, false],
    [
      552,
      false,
    ],
  ] as const
) {
  Deno.test(`a recipient refused with ${code} is ${permanent ? "given up" : "tried again"}`, async () => {
    await using server = await smtpServer({
      onRcptTo: (address, _session, callback) =>
        callback(refuse(code, `5.1.1 <${address.address}> jane.doe unknown at example.test.`)),
    });
    await using mail = mailer({ smtpUrl: server.url });
    const error = await failure(mail.send(booking()));
    assert.equal(error.permanent, permanent);
    assert.match(error.message, new RegExp(String(code)));
    assert.match(error.message, /unknown/, "what the server said helps to find the cause");
    assert.ok(!/jane|example|@/i.test(error.message), error.message);
    assert.equal(server.mails.length, 0);
  });
}

for (const [code, permanent] of [[554, true], [550, true], [451, false], [552, false]] as const) {
  Deno.test(`a mail refused with ${code} after its content is ${permanent ? "given up" : "tried again"}`, async () => {
    await using server = await smtpServer({
      onData(stream, _session, callback) {
        stream.resume();
        stream.on("end", () => callback(refuse(code, "no")));
      },
    });
    await using mail = mailer({ smtpUrl: server.url });
    assert.equal((await failure(mail.send(booking()))).permanent, permanent);
  });
}

Deno.test("a server that refuses the sender is tried again: the recipient did nothing", async () => {
  await using server = await smtpServer({
    onMailFrom: (_address, _session, callback) => callback(refuse(550, "sender not allowed")),
  });
  await using mail = mailer({ smtpUrl: server.url });
  assert.equal((await failure(mail.send(booking()))).permanent, false);
});

Deno.test("user and password come from the URL, and a wrong one is tried again and never told", async () => {
  const logins: unknown[] = [];
  await using server = await smtpServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, callback) {
      logins.push([username, password]);
      if (password === PASSWORD) callback(null, { user: username });
      else callback(refuse(535, `bad login ${username} ${password}`));
    },
  });
  const url = (password: string) => `smtp://user%40alera.test:${encodeURIComponent(password)}@127.0.0.1:${server.port}`;
  {
    await using mail = mailer({ smtpUrl: url(PASSWORD) });
    await mail.send(booking());
  }
  assert.equal(server.mails.length, 1);
  await using mail = mailer({ smtpUrl: url("wrong-secret") });
  const error = await failure(mail.send(booking()));
  assert.deepEqual([error.permanent, error.code], [false, "535"]);
  assert.ok(!/wrong-secret|user|@/.test(error.message), error.message);
  assert.deepEqual(logins, [["user@alera.test", PASSWORD], ["user@alera.test", "wrong-secret"]]);
});

// Deno 2.4 sends mail over TLS but can't run smtp-server with it.
const tls = { ignore: Deno.version.deno.startsWith("2.4.") };

Deno.test("smtps encrypts from the first byte, and an unknown certificate is tried again", tls, async () => {
  await using server = await smtpServer({ secure: true });
  {
    await using mail = mailer({ smtpUrl: `smtps://127.0.0.1:${server.port}?tls.rejectUnauthorized=false` });
    await mail.send(booking());
  }
  assert.equal(server.mails.length, 1);
  await using mail = mailer({ smtpUrl: `smtps://127.0.0.1:${server.port}` });
  assert.equal((await failure(mail.send(booking()))).permanent, false);
  assert.equal(server.mails.length, 1);
});

Deno.test(
  "a server elsewhere is spoken to in TLS when it offers it; one's own machine need not prove itself",
  tls,
  async () => {
    const secure: boolean[] = [];
    await using server = await smtpServer({
      hideSTARTTLS: false,
      onMailFrom(_address, session, callback) {
        secure.push(session.secure);
        callback(null);
      },
    });
    // 0.0.0.0 leads here too, but does not look like it.
    const elsewhere = `smtp://0.0.0.0:${server.port}`;
    {
      await using mail = mailer({ smtpUrl: `${elsewhere}?tls.rejectUnauthorized=false` });
      await mail.send(booking());
    }
    {
      await using mail = mailer({ smtpUrl: server.url });
      await mail.send(booking());
    }
    assert.deepEqual(secure, [true, false]);
    await using mail = mailer({ smtpUrl: elsewhere });
    assert.equal((await failure(mail.send(booking()))).permanent, false, "a certificate that nobody vouches for");
    assert.equal(server.mails.length, 2);
  },
);

/** A server that plays its lines and then hangs up. */
function scripted(...answers: string[]) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let connections = 0;
  const done = (async () => {
    for await (const connection of listener) {
      connections++;
      const buffer = new Uint8Array(65_536);
      for (const answer of answers) {
        await connection.write(new TextEncoder().encode(answer));
        if (await connection.read(buffer) === null) break;
      }
      connection.close();
    }
  })();
  return {
    url: `smtp://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      listener.close();
      await done;
      await settled();
    },
  };
}

Deno.test("a broken connection is tried again by the outbox, and not by the pool behind its back", async () => {
  const hello = ["220 hi\r\n", "250 hi\r\n"];
  for (const answers of [[], hello.slice(0, 1), hello, [...hello, "250 ok\r\n", "250 ok\r\n", "354 go\r\n"]]) {
    await using server = scripted(...answers);
    await using mail = mailer({ smtpUrl: server.url });
    const error = await failure(mail.send(booking()));
    assert.equal(error.permanent, false);
    assert.equal(server.connections(), 1);
  }
});

Deno.test("a server that will not have us, or goes away while we speak, is tried again", async () => {
  const refusals = [["554 no service for you\r\n"], ["220 hi\r\n", "250 hi\r\n", "250 ok\r\n", "421 closing down\r\n"]];
  for (const answers of refusals) {
    await using server = scripted(...answers);
    await using mail = mailer({ smtpUrl: server.url });
    const error = await failure(mail.send(booking()));
    assert.match(error.message, /554|421/);
    assert.equal(error.permanent, false);
  }
});

Deno.test("a server that is not there is tried again", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  await using mail = mailer({ smtpUrl: `smtp://127.0.0.1:${port}` });
  const error = await failure(mail.send(booking()));
  assert.equal(error.permanent, false);
});

Deno.test("a closed mailer sends nothing more", async () => {
  await using server = await smtpServer();
  const mail = mailer({ smtpUrl: server.url });
  await mail.send(booking());
  await mail.close();
  assert.equal((await failure(mail.send(booking()))).permanent, false);
  assert.equal(server.mails.length, 1);
});
