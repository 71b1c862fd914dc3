import type { Server, Socket } from "node:net";
import path from "node:path";
import { FtpSrv, type FtpConnection } from "ftp-srv";
import type { FaultSwitch } from "../control/faults.ts";
import { openDoor, type Door } from "../control/open-door.ts";
import { PartnerFiles } from "./partner-files.ts";

interface FtpServerOptions {
  port: number;
  folder: string;
  user: string;
  password: string;
  faults: FaultSwitch;
  /** How a file's final name ends; ".csv" when left out. */
  suffix?: string;
  /** Called when a file has its final name, before the client is told. */
  onFile: (name: string) => void;
}

interface Command {
  directive: string;
  arg: string | null;
}

/** The parts of ftp-srv's connection that its type declarations leave out. */
interface Wire {
  commandSocket: Socket;
  commands: {
    parse(message: string): Command;
    handle(command: string | Command): Promise<unknown>;
  };
  connector: { dataSocket?: Socket | null };
  reply(options: number | { code?: number }, ...letters: unknown[]): Promise<unknown>;
}

const SILENT_LOG = Object.fromEntries(
  ["trace", "debug", "info", "warn", "error", "fatal"].map((level) => [level, () => undefined]),
);
const SIGNALS = ["SIGTERM", "SIGINT", "SIGQUIT"] as const;

/** Makes the library's server without the signal handlers with which it would end the whole process. */
function createServer(): FtpSrv {
  const before = new Map(SIGNALS.map((signal) => [signal, process.listeners(signal)]));
  const log = { ...SILENT_LOG, child: () => log };
  const server = new FtpSrv({ url: "ftp://127.0.0.1:0", pasv_url: "127.0.0.1", log });
  for (const signal of SIGNALS) {
    for (const listener of process.listeners(signal))
      if (!before.get(signal)?.includes(listener)) process.off(signal, listener);
  }
  // Its own search for a free data port races with other servers; 0 lets the system choose.
  Object.assign(server, { getNextPasvPort: () => Promise.resolve(0) });
  return server;
}

/** Serves the folder over FTP in passive mode on loopback. */
export async function serveFtp(options: FtpServerOptions): Promise<Door> {
  const { faults } = options;
  const server = createServer();
  const isFinal = (name: string) => name.toLowerCase().endsWith(options.suffix ?? ".csv");

  server.on("login", ({ connection, username, password }, resolve, reject) => {
    if (faults.take("unauthorized") || username !== options.user || password !== options.password)
      return reject(new Error("Login incorrect"));
    const wire = connection as unknown as Wire;
    resolve({
      fs: new PartnerFiles(connection, options.folder, () => ({
        full: faults.take("disk_full") !== null,
        cut: faults.take("drop_midway")
          ? () => {
              wire.connector.dataSocket?.resetAndDestroy();
              wire.commandSocket.resetAndDestroy();
            }
          : undefined,
      })),
    });
  });

  const attend = ({ connection }: { connection: FtpConnection }) => {
    const wire = connection as unknown as Wire;
    const handle = wire.commands.handle.bind(wire.commands);
    const reply = wire.reply.bind(wire);
    let current: Command | null = null;

    wire.commands.handle = async (message) => {
      await faults.delay();
      current = typeof message === "string" ? wire.commands.parse(message) : message;
      const status = current.directive === "STOR" ? faults.take("status") : null;
      if (status) return reply(status.status ?? 451, "Requested action aborted");
      return handle(current);
    };

    // Not async: the library chains methods of its own promise class on what this returns.
    wire.reply = (answer, ...letters) => {
      const code = typeof answer === "number" ? answer : answer.code;
      const arrives =
        (current?.directive === "STOR" && code === 226) ||
        (current?.directive === "RNTO" && code === 250);
      if (arrives && current?.arg && isFinal(current.arg)) {
        options.onFile(path.posix.basename(current.arg));
        // On a dead socket the library's reply gives up quietly.
        if (faults.take("lose_answer")) wire.commandSocket.resetAndDestroy();
      }
      // The library knows one answer for every failed upload; a full disk has its own.
      if (
        current?.directive === "STOR" &&
        code === 550 &&
        letters[0] === "Insufficient storage space"
      )
        return reply(552, ...letters);
      return reply(answer, ...letters);
    };
  };
  (server as unknown as { on(event: "connect", listener: typeof attend): void }).on(
    "connect",
    attend,
  );

  return openDoor({
    port: options.port,
    faults,
    pauseOnConnect: true,
    garbageGreeting: "<html><body>It works!</body></html>\r\n",
    onSocket: (socket) => {
      if (faults.take("rate_limited"))
        return void socket.end("421 Too many connections, try again later\r\n");
      (server as unknown as { server: Server }).server.emit("connection", socket);
    },
  });
}
