import { afterAll, expect, test, vi } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { sessions } from "@/db/schema/people.ts";
import { makePerson } from "@/e2e/support/people-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { SignedInActor } from "@/lib/auth/sessions.ts";
import { checkSessions } from "@/lib/auth/watch-session.ts";
import { closeListen } from "@/lib/engine/listen.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import { MOST_STREAMS_A_PERSON } from "./claim-stream.ts";
import { streamEvents } from "./stream-events.ts";
import { whileAllowed } from "./while-allowed.ts";

const database = await createTestDatabase();
useDatabase(database);
afterAll(async () => {
  await closeListen();
  await closeSender();
  await database.close();
});

async function signIn(): Promise<SignedInActor> {
  const actor = await makePerson(database, { organizationId: null });
  const sessionHash = crypto.randomUUID();
  await database.db
    .insert(sessions)
    .values({ idHash: sessionHash, personId: actor.personId, version: 1 });
  return { ...actor, sessionHash };
}

const request = (signal?: AbortSignal) =>
  new Request("http://localhost/api/x", signal ? { signal } : {});
const follow = (actor: SignedInActor, signal?: AbortSignal) =>
  streamEvents({
    request: request(signal),
    actor,
    permission: "view",
    channel: "tasks",
    concerns: () => true,
    onNews: async () => undefined,
  });

test("a person follows so many pages at once; one that is closed makes room, others have their own", async () => {
  const [actor, other] = [await signIn(), await signIn()];
  const open = Array.from({ length: MOST_STREAMS_A_PERSON }, () => follow(actor));
  expect(open.map(({ status }) => status)).toEqual(open.map(() => 200));
  const refused = follow(actor);
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ problem: { kind: "too_many" } });
  const elsewhere = follow(other);
  expect(elsewhere.status).toBe(200);

  await open[0]!.body!.cancel();
  const again = follow(actor);
  expect(again.status).toBe(200);
  for (const { body } of [...open.slice(1), elsewhere, again]) await body!.cancel();
});

test("streams of clients that went away are given back, however they went", async () => {
  const actor = await signIn();
  for (let round = 0; round < 2 * MOST_STREAMS_A_PERSON; round++) {
    const gone = new AbortController();
    if (round % 2 === 0) gone.abort();
    expect(follow(actor, gone.signal).status).toBe(200);
    gone.abort();
  }
});

const endless = () =>
  new Response(
    new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1024)),
    }),
    { status: 200, headers: { "content-type": "application/zip" } },
  );

test("a stream and a download end when their person is disabled", async () => {
  const actor = await signIn();
  const stream = follow(actor).body!.getReader();
  const download = await whileAllowed(request(), actor, "download", endless);
  expect(download.headers.get("content-type")).toBe("application/zip");
  const body = download.body!.getReader();
  await body.read();
  const signals: AbortSignal[] = [];
  const cut = vi.fn();
  await whileAllowed(request(), actor, "download", (signal) => {
    signals.push(signal);
    signal.addEventListener("abort", cut);
    return endless();
  });
  await database.db.update(sessions).set({ endedAt: new Date() });
  await checkSessions(new Date());
  expect(cut).toHaveBeenCalledOnce();
  // What was buffered may still come; then it breaks off instead of ending as if it were whole.
  await expect(
    (async () => {
      for (let count = 0; count < 10; count++) await body.read();
    })(),
  ).rejects.toThrow("no longer allowed");
  while (!(await stream.read()).done);
});

test("a download that ends well is asked about no longer", async () => {
  const actor = await signIn();
  const response = await whileAllowed(request(), actor, "download", () => new Response("tudo"));
  expect(await response.text()).toBe("tudo");
  const asked = vi.spyOn(database.db, "select");
  await checkSessions(new Date());
  expect(asked).not.toHaveBeenCalled();
  asked.mockRestore();
});
