import { createServer } from "node:net";

/** Whether nobody listens on this port of loopback. */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/**
 * The first of `count` ports in a row that are free. Below the range that the system hands out, so
 * that no passing connection takes one.
 */
export async function freeBlock(count) {
  for (let tries = 0; tries < 200; tries++) {
    const base = 10_000 + Math.floor(Math.random() * 2_000) * 10;
    const free = await Promise.all(
      Array.from({ length: count }, (_, index) => isFree(base + index)),
    );
    if (free.every(Boolean)) return base;
  }
  throw new Error(`no ${count} free ports in a row`);
}
