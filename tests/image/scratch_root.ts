/**
 * Carries out a Dockerfile step by step in directories, with chroot: for machines that run no images. It stands in for
 * `denoland/deno` with a small Debian, the user and the directory which that image has, and this Deno.
 */
import { runChild } from "../support/child_process.ts";
import { parseDockerfile, type Stage, type Step } from "./dockerfile.ts";

const CONTEXT = new URL("../../", import.meta.url).pathname;
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** What a stage ends with, as `docker inspect` would tell. */
export interface Image {
  root: string;
  env: Record<string, string>;
  workdir: string;
  user: string;
  volumes: string[];
  entrypoint: string[];
  cmd: string[];
  healthcheck: string[] | null;
}

/** Runs a program. @throws Error with what it printed, unless it ends with 0 */
export async function run(program: string, args: string[], deadline = 600_000): Promise<string> {
  const { code, out, err } = await runChild(program, args, { deadline });
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${out}${err}`);
  return out;
}

/** Makes the small Debian at `base`, unless it is there. */
export async function makeBase(base: string): Promise<void> {
  if (await exists(`${base}/etc/debian_version`)) return;
  const making = `${base}.making`;
  await Deno.remove(making, { recursive: true }).catch(() => {});
  await run("debootstrap", ["--variant=minbase", "bookworm", making, "http://deb.debian.org/debian"]);
  // What is copied for every stage and never read.
  const unread = ["var/cache/apt", "var/lib/apt/lists", "usr/share/doc", "usr/share/locale", "usr/share/man"];
  for (const path of unread) await Deno.remove(`${making}/${path}`, { recursive: true });
  await Deno.rename(making, base);
}

/**
 * Makes stages of the Dockerfile, each once, with a root of its own below `into`.
 * @returns what makes a stage by its name; the last one unless told
 */
export async function builder(base: string, into: string): Promise<(target?: string) => Promise<Image>> {
  const stages = parseDockerfile(await Deno.readTextFile(`${CONTEXT}Dockerfile`));
  const ignored = (await Deno.readTextFile(`${CONTEXT}.dockerignore`)).split("\n").filter(Boolean);
  const made = new Map<string, Image>();
  const find = (name: string) => stages.find((one) => one.name === name);

  async function build(stage: Stage): Promise<Image> {
    const name = stage.name ?? `stage ${stages.indexOf(stage)}`;
    for (
      const other of [
        stage.from,
        ...stage.steps.flatMap((one) => one.does === "COPY" && one.from ? [one.from] : []),
      ]
    ) {
      const before = find(other);
      if (before && !made.has(other)) await build(before);
    }
    const image = await begin(stage, made, base, `${into}/${name}`);
    for (const step of stage.steps) await carryOut(step, image, made, ignored);
    made.set(name, image);
    return image;
  }
  return (target) => {
    const stage = target === undefined ? stages.at(-1) : find(target);
    if (!stage) throw new Error(`the Dockerfile has no stage ${target}`);
    return build(stage);
  };
}

async function begin(stage: Stage, made: Map<string, Image>, base: string, root: string): Promise<Image> {
  const before = made.get(stage.from);
  if (before && stage.steps.length === 0) return before;
  await Deno.mkdir(root, { recursive: true });
  if (before) {
    await run("cp", ["-a", "--reflink=auto", `${before.root}/.`, root]);
    return { ...before, root, env: { ...before.env } };
  }
  const wanted = /^denoland\/deno:(\d+\.\d+\.\d+)$/.exec(stage.from)?.[1];
  if (wanted !== Deno.version.deno) {
    throw new Error(`${stage.from}: only denoland/deno:${Deno.version.deno} can be stood in for here`);
  }
  await run("cp", ["-a", "--reflink=auto", `${base}/.`, root]);
  await Deno.copyFile(Deno.execPath(), `${root}/usr/bin/deno`);
  await run("chroot", [root, "useradd", "--uid", "1993", "--user-group", "deno"]);
  await run("install", ["-d", "-o", "1993", "-g", "1993", `${root}/deno-dir`]);
  return {
    root,
    env: { PATH, DENO_DIR: "/deno-dir/" },
    workdir: "/",
    user: "root",
    volumes: [],
    entrypoint: ["/tini", "--", "docker-entrypoint.sh"],
    cmd: ["eval", "console.log('Welcome to Deno!')"],
    healthcheck: null,
  };
}

async function carryOut(step: Step, image: Image, made: Map<string, Image>, ignored: string[]): Promise<void> {
  const inside = (path: string) => `${image.root}${path.startsWith("/") ? path : `${image.workdir}/${path}`}`;
  switch (step.does) {
    case "RUN":
      return await runInside(image, step.command);
    case "ENV":
      Object.assign(image.env, step.values);
      return;
    case "WORKDIR":
      image.workdir = step.value;
      return await Deno.mkdir(inside(step.value), { recursive: true });
    case "USER":
      image.user = step.value;
      return;
    case "VOLUME":
      image.volumes.push(step.value);
      return;
    case "EXPOSE":
      return;
    case "ENTRYPOINT":
      image.entrypoint = step.command;
      image.cmd = [];
      return;
    case "CMD":
      image.cmd = step.command;
      return;
    case "HEALTHCHECK":
      image.healthcheck = step.command;
      return;
    case "COPY": {
      const from = step.from === null ? null : made.get(step.from);
      if (from === undefined) throw new Error(`COPY --from=${step.from}: there is no such stage`);
      for (const source of step.sources) {
        if (!from && ignored.includes(source.split("/")[0])) {
          throw new Error(`COPY ${source}: .dockerignore keeps it out`);
        }
        await copy(
          from ? `${from.root}${source}` : `${CONTEXT}${source}`,
          inside(step.target),
          step.target.endsWith("/"),
        );
      }
      // As Docker does: root's, unless told; also what another stage gave to somebody else.
      if (step.owner) {
        await run("chroot", [image.root, "chown", "-R", step.owner, inside(step.target).slice(image.root.length)]);
      }
    }
  }
}

async function copy(source: string, target: string, into: boolean): Promise<void> {
  const isDirectory = (await Deno.stat(source)).isDirectory;
  await Deno.mkdir(isDirectory || into ? target : target.replace(/\/[^/]*$/, ""), { recursive: true });
  await run("cp", ["-a", "--no-preserve=ownership", isDirectory ? `${source}/.` : source, target]);
}

/** A step's command, with the network and the certificates of this machine, as a builder has those of its host. */
async function runInside({ root, env, workdir, user }: Image, command: string): Promise<void> {
  const host = Object.entries(Deno.env.toObject())
    .filter(([name]) => /^(https?_proxy|no_proxy|npm_config_registry|SSL_CERT_FILE)$/i.test(name));
  const all = { ...env, ...Object.fromEntries(host), DENO_TLS_CA_STORE: "system" };
  const script = [
    `mount --bind /dev "${root}/dev"`,
    `mount -t proc proc "${root}/proc"`,
    `cp /etc/resolv.conf "${root}/etc/resolv.conf"`,
    `mkdir -p "${root}/etc/ssl/certs"`,
    `mount --bind /etc/ssl/certs "${root}/etc/ssl/certs"`,
    `exec chroot --userspec="${user}" "${root}" /usr/bin/env -i -C "${workdir}" "$@"`,
  ].join(" && ");
  const given = Object.entries(all).map(([name, value]) => `${name}=${value}`);
  await run("unshare", ["--mount", "/bin/sh", "-c", script, "sh", ...given, "/bin/sh", "-c", command]);
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
