import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { openCache, placeAtOnce } from "./open-cache.ts";

/**
 * Not one of our packages: it is old, and what it stands on has known weaknesses. It is fetched
 * for the test alone, and sees nothing but loopback.
 */
const SERVER = { name: "s3rver", version: "3.7.1" };

/** What is used of the server. */
interface S3Server {
  run(): Promise<{ port: number }>;
  close(): Promise<void>;
}
type S3ServerClass = new (options: object) => S3Server;

/** An S3 server that others wrote, on loopback, with one bucket. */
export interface RealBucket {
  endpoint: string;
  name: string;
  keyId: string;
  secret: string;
  close(): Promise<void>;
}

/** Starts it; a sentence where this machine cannot have it. */
export async function serveBucket(): Promise<RealBucket | string> {
  const folder = path.join(openCache(), `${SERVER.name}-${SERVER.version}`);
  if (!existsSync(folder) && !placeAtOnce(folder, install))
    return `${SERVER.name} is not to be had by npm`;
  const S3rver = createRequire(path.join(folder, "package.json"))(SERVER.name) as S3ServerClass;
  const directory = mkdtempSync(path.join(tmpdir(), "enlace-bucket-"));
  const name = "enlace";
  const configureBuckets = [{ name, configs: [] }];
  const options = { address: "127.0.0.1", port: 0, silent: true, directory, configureBuckets };
  const server = new S3rver(options);
  const { port } = await server.run();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    name,
    keyId: "S3RVER",
    secret: "S3RVER",
    close: async () => {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function install(folder: string): boolean {
  const wanted = `${SERVER.name}@${SERVER.version}`;
  const flags = ["--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"];
  return spawnSync("npm", ["install", wanted, ...flags], { timeout: 90_000 }).status === 0;
}
