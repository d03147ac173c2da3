/**
 * The Dockerfile, carried out step by step in a scratch root with chroot, and what comes out of it running on a read-only root.
 * It needs root, debootstrap and unshare; IMAGE_BASE names a directory where the small Debian is kept between runs.
 * What differs from a real image is in docs/operating.md.
 */
import assert from "node:assert/strict";
import { until } from "../journeys/server.ts";
import { person, ServedStudio } from "../journeys/studio.ts";
import { runChild } from "../support/child_process.ts";
import { containerCommand, makeVolume } from "./container.ts";
import { parseDockerfile } from "./dockerfile.ts";
import { builder, type Image, makeBase } from "./scratch_root.ts";

/** What keeps this machine from it, or null. */
async function hindrance(): Promise<string | null> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return "only root can make a scratch root";
  for (const program of ["debootstrap", "chroot", "unshare"]) {
    const { code } = await runChild("/bin/sh", ["-c", `command -v ${program}`]);
    if (code !== 0) return `${program} is not installed`;
  }
  const { code } = await runChild("unshare", ["--mount", "/bin/true"]);
  return code === 0 ? null : "this machine lets nobody mount";
}

const hindered = await hindrance();
if (hindered) console.log(`SKIPPED: the image is not made: ${hindered}`);

/** In memory where there is room: three roots of some 500 MB are written and removed. */
async function directoryForRoots(): Promise<string> {
  const { code, out } = await runChild("df", ["--output=avail", "--block-size=1M", "/dev/shm"]);
  const dir = code === 0 && Number(out.split("\n")[1]) > 4096 ? "/dev/shm" : undefined;
  return await Deno.makeTempDir({ prefix: "alera-image-", dir });
}

const dockerfile = await Deno.readTextFile(new URL("../../Dockerfile", import.meta.url));

Deno.test("the image begins from one version of Deno, the one that is tested", () => {
  const stages = parseDockerfile(dockerfile);
  const names = new Set(stages.map(({ name }) => name));
  const outside = stages.map(({ from }) => from).filter((from) => !names.has(from));
  assert.deepEqual([...new Set(outside)], [`denoland/deno:${Deno.version.deno}`]);
  assert.throws(() => parseDockerfile("FROM a\nADD b c"), /not understood: ADD b c/);
});

Deno.test("the image runs", { ignore: hindered !== null }, async (t) => {
  const into = await directoryForRoots();
  const base = Deno.env.get("IMAGE_BASE") ?? `${into}/base`;
  try {
    let build!: Awaited<ReturnType<typeof builder>>;
    let image!: Image;
    await t.step("each step of the Dockerfile is carried out", async () => {
      await makeBase(base);
      build = await builder(base, into);
      image = await build();
      assert.deepEqual([image.user, image.cmd, image.volumes], ["deno", ["serve"], ["/data"]]);
    });
    if (!image) return;
    await t.step("it holds no tests, no git and no cache of packages", async () => {
      for (const path of ["alera/tests", "alera/.git", "deno-dir/npm"]) {
        await assert.rejects(Deno.stat(`${image.root}/${path}`), Deno.errors.NotFound);
      }
    });
    await t.step(
      "in production: not as root, on a read-only root, healthy, and SIGTERM ends it",
      () => serve(image, into),
    );
    await t.step("where the volume is root's it takes it over, and gives root up", async () => {
      const own = await build("volume-of-root");
      const volume = `${into}/volume of root`;
      await makeVolume(own, volume, "root:root");
      await using s = await ServedStudio.open(PRODUCTION, containerCommand(own, volume));
      assert.match(await statusOf(s), /^Name:\tdeno\n[^]*^Uid:\t1993\t1993\t1993\t1993$/m);
      assert.match(await statusOf(s), /^NoNewPrivs:\t1$/m);
      assert.equal(await s.server.stop(), 0);
    });
  } finally {
    await Deno.remove(into, { recursive: true });
  }
});

const statusOf = (s: ServedStudio) => Deno.readTextFile(`/proc/${s.server.process.pid}/status`);

const PRODUCTION = {
  ALERA_ENV: "production",
  ALERA_DATABASE_URL: "file:/data/alera.db",
  ALERA_SECRET: "a-secret-of-production-with-32-bytes-and-more",
  MAIL_TRANSPORT: "smtp",
  SMTP_URL: "smtp://127.0.0.1:9",
  MAIL_FROM: "studio@example.com",
};

async function serve(image: Image, into: string): Promise<void> {
  const volume = `${into}/volume`;
  await makeVolume(image, volume);
  await using s = await ServedStudio.open(PRODUCTION, containerCommand(image, volume));
  const inside = (words: string[]) => {
    const [program, ...args] = containerCommand(image, volume, words);
    return runChild(program, args, { env: s.server.env });
  };

  assert.match(await statusOf(s), /^Name:\tdeno\n[^]*^Uid:\t1993\t1993\t1993\t1993$/m, "no shell before it");
  for (const place of ["/", "/alera/", "/deno-dir/", "/usr/local/bin/"]) {
    const { code, err } = await inside(["/usr/bin/touch", `${place}x`]);
    assert.ok(code !== 0 && /Read-only file system|Permission denied/.test(err), `${place}: ${err}`);
  }
  assert.equal((await Deno.stat(`${volume}/alera.db`)).mode! & 0o777, 0o600);

  assert.equal((await inside(image.healthcheck!)).code, 0);
  assert.equal((await s.book(await s.addClass(3, 0), person(1))).status, 200);
  const doctor = await s.doctor();
  assert.equal(doctor.code, 0, doctor.says);
  assert.ok(
    !/warn|error/i.test(s.server.output().replace(/.*"event":"(public_url_is_local|message_not_sent)".*/g, "")),
    s.server.output(),
  );

  // Stripe takes the request and never answers.
  const never = Promise.withResolvers<void>();
  s.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "slow", until: never.promise });
  const cutOff = s.book(await s.addClass(3, 2000), person(2)).catch(() => null);
  const asked = () => s.stripe.requests.some(({ path }) => path === "/v1/checkout/sessions");
  await until(() => Promise.resolve(asked()), () => "the request at Stripe");
  const late = setTimeout(() => s.server.process.kill("SIGKILL"), 10_000);
  assert.equal(await s.server.stop("SIGTERM"), 0, s.server.output());
  clearTimeout(late);
  assert.equal(await cutOff, null);
  never.resolve();
  assert.notEqual((await inside(image.healthcheck!)).code, 0, "a server that is gone is not healthy");
  assert.equal((await s.doctor()).code, 0);
}
