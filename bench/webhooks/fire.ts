import { Agent, request } from "node:http";

export interface Volley {
  count: number;
  perSecond: number;
  p50: number;
  p99: number;
}

interface Fire {
  url: string;
  connections: number;
  seconds: number;
  /** Makes bodies of different turns different messages. */
  turn: number;
  /** Told of every acknowledged id. */
  onId?: (id: number) => void;
}

/** As many requests as the connections carry, each with a message of its own; a refusal ends the run. */
export async function fire({ url, connections, seconds, turn, onId }: Fire): Promise<Volley> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1000;
  let serial = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < end) {
        const begun = performance.now();
        const text = await post(
          agent,
          url,
          `{"idreserva":${turn * 10_000_000 + serial++},"idtransacao":991}`,
        );
        times.push(performance.now() - begun);
        if (onId) onId((JSON.parse(text) as { id: number }).id);
      }
    }),
  );
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.ceil(times.length * share) - 1)] ?? Number.NaN;
  return {
    count: times.length,
    perSecond: times.length / ((performance.now() - started) / 1000),
    p50: at(0.5),
    p99: at(0.99),
  };
}

function post(agent: Agent, url: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        agent,
        method: "POST",
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("end", () =>
          response.statusCode && response.statusCode < 300
            ? resolve(text)
            : reject(new Error(`answered ${response.statusCode}: ${text}`)),
        );
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}
