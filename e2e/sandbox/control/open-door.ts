import net from "node:net";
import type { FaultSwitch } from "./faults.ts";

const HOST = "127.0.0.1";

/** What stands at a partner's address: a listener that can be shut and opened again on the same port. */
export interface Door {
  port: number;
  close(): Promise<void>;
}

interface DoorOptions {
  port: number;
  faults: FaultSwitch;
  /** Name of this address when the partner has several. */
  address?: string;
  /** ftp-srv wants sockets that have not begun to flow. */
  pauseOnConnect?: boolean;
  /** What a client reads in place of the protocol's greeting under the fault `garbage`. */
  garbageGreeting?: string;
  onSocket: (socket: net.Socket) => void;
}

/** Listens on loopback and hands each connection to the protocol server, unless the partner is down. */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ pauseOnConnect: options.pauseOnConnect ?? false }, (socket) => {
    sockets.add(socket);
    // Small answers held back for 40 ms each make SFTP crawl.
    socket.setNoDelay(true);
    socket.once("close", () => sockets.delete(socket));
    // A client that goes away is its own affair: without a listener the process would die of it.
    socket.on("error", () => socket.destroy());
    if (options.faults.take("down", options.address)) return void socket.resetAndDestroy();
    if (options.garbageGreeting && options.faults.take("garbage", options.address))
      return void socket.end(options.garbageGreeting);
    options.onSocket(socket);
  });

  let port = options.port;
  const open = () =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, HOST, () => {
        server.off("error", reject);
        port = (server.address() as net.AddressInfo).port;
        resolve();
      });
    });
  const shut = () =>
    new Promise<void>((resolve) => {
      if (!server.listening) return resolve();
      server.close(() => resolve());
      for (const socket of sockets) socket.resetAndDestroy();
    });

  await open();
  // One change at a time: closing and opening the same port must not overlap.
  let turn = Promise.resolve();
  options.faults.watch(() => {
    turn = turn.then(async () => {
      const mustShut = options.faults.isShut(options.address);
      if (mustShut && server.listening) await shut();
      if (!mustShut && !server.listening) await open();
    });
    return turn;
  });
  return {
    port,
    close: async () => {
      await turn;
      await shut();
    },
  };
}
