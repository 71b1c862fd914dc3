import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerReservations } from "@/e2e/sandbox/cv/answer-reservations.ts";
import { catalogueOf, type Role, situationOf } from "@/e2e/sandbox/cv/catalogue.ts";
import { DEFAULT_QUIRKS } from "@/e2e/sandbox/cv/quirks.ts";
import type { Tenant } from "@/e2e/sandbox/cv/tenant.ts";
import { TENANTS } from "@/e2e/sandbox/cv/world.ts";
import { Store } from "@/e2e/sandbox/control/store.ts";
import { listReservations } from "./cv/list-reservations.ts";
import type { CvCall, CvClient } from "./cv/open-cv.ts";
import { type Followed, readById, readChanges, see, type Seen, sweepMark } from "./read-changes.ts";
import { type NightMark, readEverything } from "./read-everything.ts";
import { ResourceForbidden } from "./wire/judge-answer.ts";
import type { SituationKind } from "./words/situations.ts";

const KINDS = ["open", "ready", "sold", "cancelled", "rescinded"] as const;
type Kind = (typeof KINDS)[number];
const TODAY = "2026-03-10";
const maps = {
  situationId: (kind: SituationKind) => KINDS.indexOf(kind as Kind) + 1,
  kindOf: ({ situation }: { situation: { id: number | null } }): SituationKind =>
    KINDS[(situation.id ?? 1) - 1] ?? "unknown",
};
type Row = { id: number; kind: Kind; changed: number; undoneOn: string | null };

/** A tenant of few reservations, which lists them in an order of its own; it may refuse its distratos. */
interface World {
  rows: Map<number, Row>;
  order: "id" | "-id" | "changed" | "-changed";
  hidden: ReadonlySet<number>;
  refusesDistratos: boolean;
  calls: number;
}

function openWorld(world: World): CvClient {
  const shown = ({ id, kind }: Row) => ({
    idreserva: id,
    situacao: { idsituacao: maps.situationId(kind) },
  });
  return {
    label: "Hub",
    // oxlint-disable-next-line typescript/require-await -- A line answers later.
    call: async ({ path, query = {} }: CvCall) => {
      world.calls += 1;
      const rows = [...world.rows.values()];
      if (path.endsWith("/distratos")) {
        if (world.refusesDistratos) throw new ResourceForbidden(path, "não");
        return {
          distratos: rows
            .filter(({ undoneOn }) => undoneOn !== null)
            .map(({ id, undoneOn }) => ({ idReserva: id, dataDistrato: undoneOn })),
        };
      }
      const one = /\/reservas\/(\d+)$/.exec(path);
      if (one) return shown(world.rows.get(Number(one[1]))!);
      const by = world.order.endsWith("id") ? ("id" as const) : ("changed" as const);
      const sign = world.order.startsWith("-") ? -1 : 1;
      const size = Number(query.registros_por_pagina);
      const from = (Number(query.pagina) - 1) * size;
      return rows
        .filter(
          ({ id, kind }) => !world.hidden.has(id) && maps.situationId(kind) === query.situacao,
        )
        .toSorted((a, b) => sign * (a[by] - b[by]))
        .slice(from, from + size)
        .map(shown);
    },
  };
}

/** The sweep as it was: both lists of what is over from end to end, and all ids that are in none. */
async function readAsBefore(cv: CvClient, followed: readonly Followed[]): Promise<Seen> {
  const seen: Seen = new Map();
  for (const kind of ["ready", "cancelled", "rescinded"] as const)
    for await (const one of listReservations(cv, { situationId: maps.situationId(kind) }))
      see(seen, maps, one, kind === "ready");
  for (const { id, last } of followed)
    if (!seen.has(id) && ["ready", "open", "unknown"].includes(last))
      await readById(cv, maps, seen, id);
  return seen;
}

const apply = (followed: readonly Followed[], seen: Seen): Followed[] =>
  followed.map((one) => ({ ...one, last: seen.get(one.id)?.kind ?? one.last }));

const MOST = 12;
const sizes = { page: 2, left: MOST, quiet: () => 2 };
/** Sweeps after which every page and every id had its turn. */
const ROUND = MOST / 2 + 1;
const kind = fc.constantFrom(...KINDS);
const world = fc.record({
  kinds: fc.array(kind, { minLength: 1, maxLength: MOST }),
  order: fc.constantFrom("id" as const, "-id" as const, "changed" as const, "-changed" as const),
  hidden: fc.uniqueArray(fc.nat({ max: MOST }), { maxLength: 3 }),
  refusesDistratos: fc.boolean(),
});

function makeWorld(given: {
  kinds: Kind[];
  order: World["order"];
  hidden: number[];
  refusesDistratos: boolean;
}) {
  const rows = new Map(
    given.kinds.map((one, index) => [
      index + 1,
      { id: index + 1, kind: one, changed: index, undoneOn: null } as Row,
    ]),
  );
  const made: World = { ...given, rows, hidden: new Set(given.hidden), calls: 0 };
  const followed = [...rows.values()].map(({ id, kind: last }): Followed => ({
    subjectId: id,
    id: String(id),
    last,
  }));
  return { world: made, cv: openWorld(made), followed };
}

describe("a sweep from its mark", () => {
  test("sees what a sweep of whole lists saw, whatever changes and however a tenant sorts", async () => {
    await fc.assert(
      fc.asyncProperty(
        world,
        fc.array(fc.array(fc.tuple(fc.nat({ max: MOST - 1 }), kind), { maxLength: 4 }), {
          maxLength: 10,
        }),
        async (given, rounds) => {
          const { world: made, cv, followed } = makeWorld(given);
          let before = followed;
          let now = followed;
          let mark = sweepMark.parse({});
          let at = 100;
          const seenBefore = new Set(followed.map(({ id }) => id));
          for (const changes of [...rounds, ...Array<[]>(ROUND).fill([])]) {
            for (const [index, to] of changes) {
              const row = made.rows.get((index % made.rows.size) + 1)!;
              if (row.kind === to) continue;
              made.rows.set(row.id, {
                ...row,
                kind: to,
                changed: (at += 1),
                undoneOn: to === "rescinded" ? TODAY : null,
              });
              seenBefore.delete(String(row.id));
            }
            const whole = await readAsBefore(cv, before);
            for (const id of whole.keys()) seenBefore.add(id);
            const read = await readChanges(cv, maps, { followed: now, mark, today: TODAY, sizes });
            mark = read.mark;
            // What may be invoiced, or may no more, is seen at once.
            for (const { id, last } of now)
              if (last === "ready" || whole.get(id)?.kind === "ready")
                expect(read.seen.get(id)).toEqual(whole.get(id) ?? read.seen.get(id));
            before = apply(before, whole);
            now = apply(now, read.seen);
          }
          for (const { id, last } of now)
            if (seenBefore.has(id))
              expect([id, last]).toEqual([id, made.rows.get(Number(id))!.kind]);
        },
      ),
      { numRuns: 100 },
    );
  });

  test("sees a distrato of any year at once, where the tenant lists them by day", async () => {
    const {
      world: made,
      cv,
      followed,
    } = makeWorld({
      kinds: Array<Kind>(9).fill("rescinded"),
      order: "-id",
      hidden: [],
      refusesDistratos: false,
    });
    made.rows.set(1, { ...made.rows.get(1)!, undoneOn: TODAY });
    const { seen } = await readChanges(cv, maps, {
      followed: followed.map((one) => ({ ...one, last: "sold" })),
      mark: sweepMark.parse({}),
      today: TODAY,
      sizes,
    });
    expect(seen.get("1")?.kind).toBe("rescinded");
  });

  test("asks a tenant that refuses its distratos once a day", async () => {
    const { cv, followed } = makeWorld({
      kinds: ["sold"],
      order: "id",
      hidden: [],
      refusesDistratos: true,
    });
    const first = await readChanges(cv, maps, {
      followed,
      mark: sweepMark.parse({}),
      today: TODAY,
    });
    expect(first.mark.distratosRefusedOn).toBe(TODAY);
    const ask = async (today: string) => {
      let asked = 0;
      const counting: CvClient = {
        label: "Hub",
        call: (call) => ((asked += Number(call.path.endsWith("/distratos"))), cv.call(call)),
      };
      await readChanges(counting, maps, { followed, mark: first.mark, today });
      return asked;
    };
    expect([await ask(TODAY), await ask("2026-03-11")]).toEqual([0, 1]);
  });

  test("asks no more than it must when the day's quota runs out", async () => {
    const {
      world: made,
      cv,
      followed,
    } = makeWorld({
      kinds: ["ready", "open", "cancelled", "rescinded", "sold"],
      order: "id",
      hidden: [],
      refusesDistratos: false,
    });
    const mark = sweepMark.parse({ quiet: 3 });
    const read = await readChanges(cv, maps, { followed, mark, today: TODAY, thrifty: true });
    expect([made.calls, read.mark]).toEqual([1, mark]);
  });
});

test("nights that may each ask little see together what one night sees", async () => {
  await fc.assert(
    fc.asyncProperty(world, fc.integer({ min: 1, max: 6 }), async (given, calls) => {
      const { world: made, cv, followed } = makeWorld(given);
      const seen: Seen = new Map();
      let mark: NightMark | null = null;
      let nights = 0;
      do {
        const until = made.calls + calls;
        const read = await readEverything(cv, maps, {
          followed,
          mark,
          mayGoOn: () => Promise.resolve(made.calls < until),
          size: 2,
        });
        for (const [id, one] of read.seen) seen.set(id, one);
        mark = read.mark;
        expect(made.calls).toBeLessThanOrEqual(until);
      } while (mark !== null && (nights += 1) < 60);
      expect(Object.fromEntries([...seen].map(([id, one]) => [id, one.kind]))).toEqual(
        Object.fromEntries([...made.rows.values()].map((row) => [String(row.id), row.kind])),
      );
    }),
    { numRuns: 100 },
  );
});

describe("ten thousand reservations", () => {
  const SWEEPS_A_DAY = 288;
  const HUB = { vendida: 2_900, cancelada: 5_500, distrato: 1_275, pode_faturar: 300, vencida: 25 };

  /** A tenant of the stand-in that holds a share of them, without a server around it. */
  function openStandIn(name: (typeof TENANTS)[number], share: number) {
    const tenant: Tenant = {
      name,
      catalogue: catalogueOf(name),
      store: new Store(null),
      quirks: { ...DEFAULT_QUIRKS[name] },
      limit: undefined as never,
      account: { email: "", token: "" },
      repeatedCreates: 0,
      url: "",
    };
    const idOf = (role: Role) => situationOf(tenant.catalogue, role);
    const meanings: Array<[Role, SituationKind]> = [
      ["pode_faturar", "ready"],
      ["vendida", "sold"],
      ["cancelada", "cancelled"],
      ["distrato", "rescinded"],
    ];
    const own = {
      situationId: (of: SituationKind) => idOf(meanings.find(([, meant]) => meant === of)![0]),
      kindOf: ({ situation }: { situation: { id: number | null } }) =>
        meanings.find(([role]) => idOf(role) === situation.id)?.[1] ?? "open",
    };
    const followed: Followed[] = [];
    for (const [role, count] of Object.entries(HUB) as Array<[Role, number]>)
      for (let n = 0; n < Math.round(count * share); n += 1) {
        const id = followed.length + 1;
        tenant.store.put("reservations", id, {
          code: null,
          situationId: idOf(role),
          personId: 1,
          developmentId: 3,
          unitId: id,
          brokerId: 1,
          saleTypeId: null,
          conditions: [],
          associates: [],
          commissionRules: [],
          additionalFields: {},
          createdAt: "2024-01-02 10:00:00",
          bornAt: 0,
          soldAt: null,
          cancelledAt: null,
          cancellationReason: null,
          dissolvedAt: role === "distrato" ? "2025-01-02 10:00:00" : null,
          dissolutionReason: null,
          erp: { sent: false, sentAt: null, contractNumber: null, problem: null },
        });
        followed.push({
          subjectId: id,
          id: String(id),
          last: own.kindOf({ situation: { id: idOf(role) } }),
        });
      }
    const count = { calls: 0 };
    const cv: CvClient = {
      label: name,
      // oxlint-disable-next-line typescript/require-await -- A line answers later.
      call: async ({ method, path, query = {} }) => {
        count.calls += 1;
        const given = Object.entries(query).flatMap(([key, value]) =>
          value === undefined ? [] : [[key, String(value)]],
        );
        const request = { method, path, query: new URLSearchParams(given as string[][]) };
        const answer = answerReservations(
          tenant,
          path.replace("/api/v1/comercial/reservas", ""),
          request as never,
          () => undefined,
        );
        return answer?.status === 204 ? null : answer?.body;
      },
    };
    return { cv, followed, own, count };
  }

  test("cost less than a third of the calls a day that whole lists cost", async () => {
    let before = 0;
    let now = 0;
    for (const [name, share] of [
      ["hub", 1],
      ["a", 0.4],
      ["b", 0.35],
      ["c", 0.25],
    ] as const) {
      const { cv, followed, own, count } = openStandIn(name, share);
      for (const of of ["ready", "cancelled", "rescinded"] as const)
        for await (const one of listReservations(cv, { situationId: own.situationId(of) }))
          void one;
      before += count.calls + followed.filter(({ last }) => last === "open").length;
      count.calls = 0;
      let mark = sweepMark.parse({});
      for (let sweeps = 0; sweeps < 2; sweeps += 1)
        ({ mark } = await readChanges(cv, own, { followed, mark, today: TODAY }));
      now += count.calls / 2;
    }
    expect({ before: before * SWEEPS_A_DAY, now: now * SWEEPS_A_DAY }).toEqual({
      before: 24_480,
      now: 7_200,
    });
  });
});
