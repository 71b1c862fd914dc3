import { spawnSync } from "node:child_process";
import { accessSync, constants, mkdtempSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { openCache, placeAtOnce } from "./open-cache.ts";

/** A program, and the environment in which it finds its libraries. */
export interface Program {
  file: string;
  env: Record<string, string>;
  /** Where its package was unpacked; null when it is the system's own. */
  unpackedTo: string | null;
}

/** Where servers lie that are not in everybody's PATH. */
const SYSTEM_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/usr/bin"];
const LIBRARY = /^\s*(lib[^\s/]+)\.so\.(\S+) => not found$/gm;
const MOST_ROUNDS = 4;

/**
 * A program as it is installed, or out of its Debian package, which is fetched and unpacked into a
 * folder: that takes no rights, and the packages of FTP servers refuse to be installed side by side.
 * null where neither can be had.
 */
export function findProgram(name: string, debianPackages: readonly string[]): Program | null {
  for (const folder of [...(process.env.PATH ?? "").split(path.delimiter), ...SYSTEM_FOLDERS]) {
    const file = path.join(folder, name);
    if (isProgram(file)) return { file, env: {}, unpackedTo: null };
  }
  return process.platform === "linux" ? findUnpacked(name, debianPackages) : null;
}

function findUnpacked(name: string, debianPackages: readonly string[]): Program | null {
  const folder = path.join(openCache(), debianPackages.join("+"));
  const look = (): Program | null => {
    const file = ["usr/sbin", "usr/bin"]
      .map((part) => path.join(folder, part, name))
      .find(isProgram);
    const env = { LD_LIBRARY_PATH: listLibraryFolders(folder).join(":") };
    return file ? { file, env, unpackedTo: folder } : null;
  };
  return look() ?? (unpack(debianPackages, folder) ? look() : null);
}

/** Fetches packages, and the libraries that their programs miss here, and puts all in place at one stroke. */
function unpack(debianPackages: readonly string[], folder: string): boolean {
  return placeAtOnce(folder, (made) => {
    if (!debianPackages.every((one) => fetchInto(made, one))) return false;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const missing = listMissing(made);
      if (missing.length === 0) break;
      for (const [library, version] of missing)
        if (!packagesOf(library, version).some((one) => fetchInto(made, one))) return false;
    }
    return true;
  });
}

function fetchInto(folder: string, debianPackage: string): boolean {
  const parcel = mkdtempSync(path.join(folder, "parcel-"));
  try {
    const fetch = () => run("apt-get", ["download", debianPackage], parcel).status === 0;
    const renew = () => process.getuid?.() === 0 && run("apt-get", ["update"]).status === 0;
    if (!fetch() && !(renew() && fetch())) return false;
    return readdirSync(parcel)
      .filter((name) => name.endsWith(".deb"))
      .every((name) => run("dpkg-deb", ["-x", path.join(parcel, name), folder]).status === 0);
  } finally {
    rmSync(parcel, { recursive: true, force: true });
  }
}

/** Libraries that the programs in the folder, and the libraries beside them, ask for and do not find. */
function listMissing(folder: string): Array<[string, string]> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /bin\/|-linux-[^/]*\/.*\.so(\.|$)/.test(name))
    .map((name) => path.join(folder, name));
  const env = { LD_LIBRARY_PATH: listLibraryFolders(folder).join(":") };
  const told = run("ldd", files, folder, env).stdout ?? "";
  const found = [...told.matchAll(LIBRARY)].map(([, library = "", version = ""]) => [
    library,
    version,
  ]);
  return [...new Map(found.map((one) => [one.join(), one as [string, string]])).values()];
}

/** Debian names a library's package by the library and its version, with a dash between two digits. */
function packagesOf(library: string, version: string): string[] {
  const name = `${library.toLowerCase()}${/\d$/.test(library) ? "-" : ""}${version}`;
  return [name, `${name}t64`];
}

function listLibraryFolders(folder: string): string[] {
  return ["usr/lib", "lib"].flatMap((part) => {
    const place = path.join(folder, part);
    try {
      return readdirSync(place)
        .filter((name) => name.includes("-linux-"))
        .map((name) => path.join(place, name));
    } catch (error) {
      if (isError(error, "ENOENT")) return [];
      throw error;
    }
  });
}

function run(command: string, args: string[], cwd = "/", env: Record<string, string> = {}) {
  return spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    timeout: 90_000,
    env: { ...process.env, LC_ALL: "C", ...env },
  });
}

const isError = (error: unknown, code: string) =>
  error instanceof Error && "code" in error && error.code === code;

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
