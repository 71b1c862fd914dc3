import type { Socket } from "node:net";
import ssh2, { type Connection } from "ssh2";
import type { FaultSwitch } from "../control/faults.ts";
import { openDoor, type Door } from "../control/open-door.ts";
import { serveSession } from "./sftp-session.ts";

interface SftpServerOptions {
  port: number;
  folder: string;
  user: string;
  password: string;
  privateKey: string;
  faults: FaultSwitch;
  onFile: (name: string, viaTemporary: boolean) => void;
}

function serveConnection(connection: Connection, socket: Socket, options: SftpServerOptions): void {
  const { faults } = options;
  connection.on("authentication", (attempt) => {
    if (attempt.method !== "password") return attempt.reject(["password"]);
    if (
      faults.take("unauthorized") ||
      attempt.username !== options.user ||
      attempt.password !== options.password
    )
      return attempt.reject(["password"]);
    attempt.accept();
  });
  connection.on("ready", () => {
    connection.on("session", (accept) => {
      accept().on("sftp", (acceptSftp) =>
        serveSession({
          sftp: acceptSftp(),
          folder: options.folder,
          faults,
          onFile: options.onFile,
          cut: () => socket.resetAndDestroy(),
        }),
      );
    });
  });
  // A client that hangs up is its own affair; the door logs nothing of it.
  connection.on("error", () => socket.destroy());
}

/** Serves the folder over SFTP on loopback, with password only. */
export async function serveSftp(options: SftpServerOptions): Promise<Door> {
  return openDoor({
    port: options.port,
    faults: options.faults,
    garbageGreeting: "HTTP/1.1 400 Bad Request\r\n\r\n",
    onSocket: (socket) => {
      // What OpenSSH says when too many connect at once.
      if (options.faults.take("rate_limited")) return void socket.end("Exceeded MaxStartups\r\n");
      const server = new ssh2.Server({ hostKeys: [options.privateKey] }, (connection) =>
        serveConnection(connection, socket, options),
      );
      server.injectSocket(socket);
    },
  });
}
