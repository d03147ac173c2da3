/** An image that runs: its root is read-only, its volume and /tmp are not, and it runs as the image's user. */
import { type Image, run } from "./scratch_root.ts";

/** A fresh volume: as Docker fills it, with what the image has there, owner and all. @param owner unless told, the image's */
export async function makeVolume({ root, volumes: [volume] }: Image, directory: string, owner?: string): Promise<void> {
  await run("cp", ["-a", `${root}${volume}`, directory]);
  if (owner) await run("chown", ["-R", owner, directory]);
}

/** What the process is given of this one's environment, as `docker run --env-file` does. */
const GIVEN = "^(PORT|HOST|ALERA_[A-Z_]*|STRIPE_[A-Z_]*|MAIL_[A-Z_]*|SMTP_URL|LOG_[A-Z]*)=";

/**
 * The command that runs `words` in the image, or what its ENTRYPOINT and CMD say, which then take further words. One process: its
 * signals and its end are those of the command.
 */
export function containerCommand(image: Image, volume: string, words: string[] = image.entrypoint): string[] {
  const { root, env, workdir, user, volumes } = image;
  const own = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const script = [
    "set -ef",
    `mount --bind "${root}" "${root}"`,
    `mount --bind /dev "${root}/dev"`,
    `mount -t proc proc "${root}/proc"`,
    `mount -t tmpfs tmpfs "${root}/tmp"`,
    `mount --bind "${volume}" "${root}${volumes[0]}"`,
    `mount -o remount,ro,bind "${root}"`,
    `IFS='\n'`,
    `given=$(env | grep -E '${GIVEN}' || true)`,
    `exec chroot --userspec="${user}" "${root}" /usr/bin/env -i -C "${workdir}" ${
      own.map((one) => `"${one}"`).join(" ")
    } $given "$@"`,
  ].join("\n");
  return ["unshare", "--mount", "/bin/sh", "-c", script, "sh", ...words];
}
