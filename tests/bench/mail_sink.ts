/** A mail server that takes everything at once: `deno run -A mail_sink.ts PORT`. Asked by `COUNT`, it says how many it has taken. */
const listener = Deno.listen({ hostname: "127.0.0.1", port: Number(Deno.args[0]) });
let taken = 0;

async function serve(connection: Deno.TcpConn): Promise<void> {
  connection.setNoDelay(true);
  const buffer = new Uint8Array(64 * 1024);
  const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];
  let [text, isData] = ["", false];
  await connection.write(encoder.encode("220 sink\r\n"));
  for (;;) {
    const read = await connection.read(buffer);
    if (read === null) return;
    text += decoder.decode(buffer.subarray(0, read));
    let replies = "";
    for (;;) {
      const end = isData ? "\r\n.\r\n" : "\r\n";
      const at = text.indexOf(end);
      if (at < 0) break;
      const line = text.slice(0, at);
      text = text.slice(at + end.length);
      if (isData) taken++;
      replies += `${isData ? "250 taken" : replyTo(line)}\r\n`;
      isData = !isData && line === "DATA";
    }
    if (replies) await connection.write(encoder.encode(replies)); // as one, or the client's delayed ACK would hold it back
  }
}

function replyTo(line: string): string {
  if (line.startsWith("EHLO")) return "250-sink\r\n250-PIPELINING\r\n250 8BITMIME";
  return line === "DATA" ? "354 go" : line === "COUNT" ? `250 ${taken}` : "250 ok";
}

for await (const connection of listener) serve(connection).catch(() => {});
