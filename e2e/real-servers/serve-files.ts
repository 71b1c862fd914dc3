import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadHostKey } from "../sandbox/sftp-csv/host-key.ts";
import { makeAuthority } from "../support/make-certificates.ts";
import type { FileServerAddress } from "@/lib/connectors/transports/types.ts";
import { findProgram, type Program } from "./find-program.ts";
import { makeSshKeys, type SshKey } from "./make-ssh-keys.ts";
import { freePort, isRoot, owner, startProgram } from "./start-program.ts";

/** A file server that others wrote, on loopback, with a folder of its own. */
export interface RealServer {
  address: FileServerAddress;
  /** Where a path of the partner's is on the server's disk. */
  onDisk(file: string): string;
  /** How the server calls a path: not every one makes its folder the root. */
  onServer(file: string): string;
  /** The authority of its certificate, PEM. */
  authority: string;
  /** Keys that open it, where it takes keys. */
  keys: readonly SshKey[];
  close(): Promise<void>;
}

/** What a server needs to begin. */
interface Setting {
  program: Program;
  port: number;
  /** For its configuration. */
  folder: string;
  /** What it serves. */
  home: string;
  certificate: string;
  key: string;
}

/** How one kind of server is brought up; what it gives back differs from kind to kind. */
interface Kind {
  name: string;
  program: string;
  packages: readonly string[];
  protocol: "FTP" | "SFTP";
  /** It gives up its rights by itself, and refuses to begin without any. */
  needsRoot: boolean;
  rooted: boolean;
  start(setting: Setting): Promise<{
    args: string[];
    account: Pick<FileServerAddress, "user" | "password" | "privateKey" | "hostKey">;
    keys?: readonly SshKey[];
  }>;
}

const ACCOUNT = { user: "rede", password: "s3nh@ secreta" };

const VSFTPD: Kind = {
  name: "vsftpd",
  program: "vsftpd",
  packages: ["vsftpd"],
  protocol: "FTP",
  needsRoot: false,
  rooted: false,
  start: async ({ port, folder, home, certificate, key }) => {
    const lines = {
      listen: "YES",
      listen_address: "127.0.0.1",
      listen_port: port,
      background: "NO",
      run_as_launching_user: "YES",
      seccomp_sandbox: "NO",
      local_enable: "NO",
      anonymous_enable: "YES",
      no_anon_password: "NO",
      ftp_username: owner.name,
      anon_root: home,
      anon_world_readable_only: "NO",
      write_enable: "YES",
      anon_upload_enable: "YES",
      anon_mkdir_write_enable: "YES",
      anon_other_write_enable: "YES",
      allow_writeable_chroot: "YES",
      ssl_enable: "YES",
      allow_anon_ssl: "YES",
      force_anon_logins_ssl: "NO",
      force_anon_data_ssl: "NO",
      ssl_ciphers: "HIGH",
      rsa_cert_file: certificate,
      rsa_private_key_file: key,
    };
    const file = path.join(folder, "vsftpd.conf");
    write(
      file,
      Object.entries(lines).map(([name, value]) => `${name}=${value}\n`),
    );
    return { args: [file], account: { user: "anonymous", password: "rede@rede.example" } };
  },
};

const PROFTPD: Kind = {
  name: "ProFTPD",
  program: "proftpd",
  packages: ["proftpd-core", "proftpd-mod-crypto"],
  protocol: "FTP",
  needsRoot: false,
  rooted: false,
  start: async ({ program, port, folder, home, certificate, key }) => {
    const passwords = path.join(folder, "passwords");
    const account = [ACCOUNT.user, digestOf(ACCOUNT.password), owner.uid, owner.gid, "", home];
    write(passwords, [`${account.join(":")}:/bin/sh\n`]);
    const file = path.join(folder, "proftpd.conf");
    const modules = program.unpackedTo && path.join(program.unpackedTo, "usr/lib/proftpd");
    write(file, [
      modules ? `ModulePath ${modules}\n` : "",
      "LoadModule mod_tls.c\n",
      "ServerType standalone\nDefaultAddress 127.0.0.1\nUseIPv6 off\nUseReverseDNS off\n",
      `Port ${port}\nUser ${owner.name}\nGroup ${owner.group}\n`,
      `AuthOrder mod_auth_file.c\nAuthUserFile ${passwords}\nRequireValidShell off\nUseFtpUsers off\n`,
      `ScoreboardFile ${folder}/scoreboard\nPidFile ${folder}/pid\nControlsEngine off\nWtmpLog off\n`,
      `SystemLog ${folder}/log\nTransferLog none\nDelayEngine off\nAllowOverwrite on\n`,
      `TLSEngine on\nTLSRequired off\nTLSProtocol TLSv1.2 TLSv1.3\n`,
      `TLSECCertificateFile ${certificate}\nTLSECCertificateKeyFile ${key}\n`,
    ]);
    return { args: ["-n", "-c", file], account: ACCOUNT };
  },
};

const PURE_FTPD: Kind = {
  name: "Pure-FTPd",
  program: "pure-ftpd",
  packages: ["pure-ftpd", "pure-ftpd-common"],
  protocol: "FTP",
  needsRoot: true,
  rooted: true,
  start: async ({ program, port, folder, home, certificate, key }) => {
    const both = path.join(folder, "both.pem");
    spawnSync("sh", ["-c", 'cat "$1" "$2" > "$3"', "sh", certificate, key, both]);
    const passwords = path.join(folder, "passwords");
    // Its own tool takes a digest that costs seconds.
    const account = [ACCOUNT.user, digestOf(ACCOUNT.password), owner.uid, owner.gid, "", home];
    write(passwords, [`${account.join(":")}/./${":".repeat(12)}\n`]);
    const made = spawnSync(
      path.join(program.unpackedTo ?? "/", "usr/bin/pure-pw"),
      ["mkdb", `${folder}/pdb`, "-f", passwords],
      { env: { ...process.env, ...program.env }, encoding: "utf8" },
    );
    if (made.status !== 0) throw new Error(`pure-pw: ${made.stderr}`);
    const args = ["-l", `puredb:${folder}/pdb`, "-S", `127.0.0.1,${port}`, "-H", "-u", "1"];
    return {
      args: [...args, "-g", `${folder}/pid`, "-Y", "1", "-2", both, "-C", "20"],
      account: ACCOUNT,
    };
  },
};

const OPENSSH: Kind = {
  name: "OpenSSH",
  program: "sshd",
  packages: ["openssh-server"],
  protocol: "SFTP",
  needsRoot: false,
  rooted: false,
  start: async ({ port, folder }) => {
    const keys = makeSshKeys();
    write(
      path.join(folder, "authorized"),
      keys.map(({ authorized }) => `${authorized}\n`),
    );
    const host = loadHostKey(folder);
    const file = path.join(folder, "sshd_config");
    write(file, [
      `Port ${port}\nListenAddress 127.0.0.1\nPidFile ${folder}/pid\nHostKey ${folder}/host-key\n`,
      `AuthorizedKeysFile ${folder}/authorized\nStrictModes no\nUsePAM no\n`,
      "PasswordAuthentication no\nKbdInteractiveAuthentication no\n",
      "Subsystem sftp internal-sftp\nForceCommand internal-sftp\n",
    ]);
    const privateKey = keys[0]?.privateKey ?? "";
    return {
      args: ["-D", "-e", "-f", file],
      account: { user: owner.name, password: "", privateKey, hostKey: host.fingerprint },
      keys,
    };
  },
};

/** The file servers that partners run. */
export const SERVERS: readonly Kind[] = [VSFTPD, PROFTPD, PURE_FTPD, OPENSSH];

/** Starts a server of a kind; a sentence where this machine cannot have it. */
export async function serveFiles(kind: Kind): Promise<RealServer | string> {
  if (kind.needsRoot && !isRoot) return `${kind.name} begins only as root`;
  const program = findProgram(kind.program, kind.packages);
  if (!program) return `${kind.name} is neither installed nor to be had by apt-get download`;
  const folder = mkdtempSync(path.join(tmpdir(), "enlace-server-"));
  const home = path.join(folder, "home");
  for (const name of [home, path.join(home, "envio")]) mkdirSync(name);
  const authority = makeAuthority();
  const own = authority.issue("parceiro", ["127.0.0.1"]);
  const [certificate, key] = [path.join(folder, "cert.pem"), path.join(folder, "key.pem")];
  write(certificate, [own.cert]);
  write(key, [own.key]);
  const port = await freePort();
  const {
    args,
    account,
    keys = [],
  } = await kind.start({ program, port, folder, home, certificate, key });
  if (isRoot) giveAway(folder);
  const stop = await startProgram(program, args, port, kind.needsRoot);
  return {
    address: { host: "127.0.0.1", port, ...account },
    onDisk: (file) => path.join(home, file),
    onServer: (file) => (kind.rooted ? file : path.join(home, file)),
    authority: authority.cert,
    keys,
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A password as servers keep it. */
const digestOf = (password: string) =>
  spawnSync("openssl", ["passwd", "-6", "-stdin"], {
    input: password,
    encoding: "utf8",
  }).stdout.trim();

function write(file: string, lines: readonly string[]): void {
  writeFileSync(file, lines.join(""), { mode: 0o600 });
}

/** All that the server reads and writes belongs to the account that it runs as. */
function giveAway(folder: string): void {
  chmodSync(folder, 0o755);
  chownSync(folder, owner.uid, owner.gid);
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    chownSync(path.join(folder, name), owner.uid, owner.gid);
}
