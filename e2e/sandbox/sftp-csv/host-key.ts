import { createHash, generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import ssh2 from "ssh2";

/**
 * The server's own key, made once and kept beside its files, so that a pinned fingerprint stays
 * valid after a restart.
 */
export function loadHostKey(folder: string): { privateKey: string; fingerprint: string } {
  const file = path.join(folder, "host-key");
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    // Not with ssh2's own generator: now and then it makes an ed25519 key that its own parser refuses.
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    writeFileSync(file, privateKey.export({ type: "sec1", format: "pem" }), { mode: 0o600 });
  }
  const privateKey = readFileSync(file, "utf8");
  const parsed = ssh2.utils.parseKey(privateKey);
  if (parsed instanceof Error) throw parsed;
  const digest = createHash("sha256")
    .update(parsed.getPublicSSH())
    .digest("base64")
    .replace(/=+$/, "");
  return { privateKey, fingerprint: `SHA256:${digest}` };
}
