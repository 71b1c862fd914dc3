import { createServer, request as call } from "node:http";
import type { AddressInfo } from "node:net";

/** A call on its way to a partner. */
export interface LineCall {
  method: string;
  path: string;
}

/** What happens to a call; true = its answer never arrives. */
interface LineRules {
  before?(call: LineCall): Promise<boolean> | boolean;
  /** The partner has done what it was asked for. */
  after?(call: LineCall): Promise<boolean> | boolean;
}

export interface Line {
  url: string;
  close(): void;
}

/** A line between the hub and a partner on loopback that a test can cut at any call, on either way. */
export async function startLine(target: string, rules: LineRules): Promise<Line> {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => void pass(Buffer.concat(chunks)));
    const pass = async (body: Buffer) => {
      const one: LineCall = {
        method: incoming.method ?? "",
        path: incoming.url?.split("?")[0] ?? "",
      };
      if (await rules.before?.(one)) return;
      const outgoing = call(
        {
          hostname,
          port,
          path: incoming.url,
          method: incoming.method,
          headers: { ...incoming.headers, host: `${hostname}:${port}` },
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => parts.push(chunk));
          answer.on("end", () => void deliver(Buffer.concat(parts)));
          const deliver = async (content: Buffer) => {
            if (await rules.after?.(one)) return;
            response.writeHead(answer.statusCode ?? 500, answer.headers);
            response.end(content);
          };
        },
      );
      outgoing.end(body);
    };
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
