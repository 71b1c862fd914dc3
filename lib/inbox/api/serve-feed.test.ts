import { eq, sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Transaction } from "@/db/client.ts";
import { findApplication, undoApplication } from "@/db/queries/prices/price-applications.ts";
import { saveReceivedItems, withdrawReceivedItems } from "@/db/queries/partners/received-items.ts";
import { productPrices } from "@/db/schema/catalogue.ts";
import { createFeedBench, type FeedAnswer } from "@/e2e/support/feed-bench.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { UNTOLD_PROMOTION } from "@/lib/core/partner-promotion.ts";
import { CALLS_PER_MINUTE } from "./limit-rate.ts";

const database = await createTestDatabase({ max: 16 });
const { db } = database;
afterAll(() => database.close());

let bench: Awaited<ReturnType<typeof createFeedBench>>;
beforeEach(async () => {
  bench = await createFeedBench(database);
});

const numbers = ({ body }: FeedAnswer) => body.data.map(({ numero }) => numero);
const code = ({ status, body }: FeedAnswer) => [status, body.data[0]?.codigo];

/** A transaction that stays open until it is told how to end. */
async function hold(work: (tx: Transaction) => Promise<unknown>) {
  const worked = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const ended = db.transaction(async (tx) => {
    await work(tx);
    worked.resolve();
    await end.promise;
  });
  const waiting = ended.catch((error: unknown) => worked.reject(error));
  return {
    worked: worked.promise,
    commit: () => (end.resolve(), ended),
    rollBack: () => (end.reject(new Error("rolled back")), waiting),
  };
}

/** Whether another transaction keeps somebody waiting for a number. */
const somebodyWaits = async () =>
  (
    await db.execute(
      sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
  ).length > 0;

describe("applied prices", () => {
  test("come in order, whole, and an undo comes after them", async () => {
    const id = await db.transaction((tx) => bench.apply(tx, { A: 1_100, B: 950 }));
    await db
      .update(productPrices)
      .set({ priceCents: 1_234 })
      .where(
        sql`${eq(productPrices.organizationId, bench.organizationId)} and ${eq(productPrices.productCode, "B")}`,
      );
    const first = await bench.read("prices");
    expect(first).toMatchObject({
      status: 200,
      body: { status: "ok", msg: "2 alterações de preço.", total: 2, cursor: "2", mais: false },
    });
    expect(first.body.data[0]).toEqual({
      numero: 1,
      tipo: "aplicacao",
      aplicacao: id,
      filial: bench.cnpj,
      codigoFilial: "1",
      codigo: "A",
      precoAnterior: "10.00",
      preco: "11.00",
      valeDesde: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      vigente: true,
      zona: "Z1",
      nomeZona: "Centro",
      por: "Carlos Lima",
      em: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    // Somebody set it since: whoever reads late must not put it back.
    expect(first.body.data[1]).toMatchObject({ codigo: "B", preco: "9.50", vigente: false });

    await db.transaction(async (tx) =>
      undoApplication(tx, (await findApplication(tx, id))!, "Ana Suporte"),
    );
    expect((await bench.read("prices", { after: "2" })).body.data).toMatchObject([
      {
        numero: 3,
        tipo: "desfeita",
        aplicacao: id,
        codigo: "A",
        precoAnterior: "11.00",
        preco: "10.00",
        por: "Ana Suporte",
        vigente: true,
      },
    ]);
    expect(numbers(await bench.read("prices", { after: "0" }))).toEqual([1, 2, 3]);
  });

  test("are handed out page by page, each once", async () => {
    await db.transaction((tx) => bench.apply(tx, { A: 1_100, B: 1_100, C: 1_100 }));
    const first = await bench.read("prices", { limit: "2" });
    expect(first.body).toMatchObject({ cursor: "2", mais: true });
    const second = await bench.read("prices", { limit: "2", after: first.body.cursor });
    expect(second.body).toMatchObject({ cursor: "3", mais: false, total: 1 });
    expect((await bench.read("prices", { after: "3" })).body).toMatchObject({
      status: "ok",
      total: 0,
      data: [],
      cursor: "3",
      mais: false,
    });
  });

  test("an application that began earlier and became fact later is not passed over", async () => {
    const early = await hold(
      async (tx) =>
        void (await tx.execute(
          sql`insert into price_applications (organization_id, zone_code, zone_name, products, prices, person_id, person_name) values (${bench.organizationId}, 'Z1', 'Centro', 1, 1, 1, 'x')`,
        )),
    );
    await early.worked;
    await db.transaction((tx) => bench.apply(tx, { A: 1_100 }));
    const read = await bench.read("prices");
    expect(numbers(read)).toEqual([1]);
    await early.commit();
    await db.transaction((tx) => bench.apply(tx, { B: 1_100 }));
    expect(numbers(await bench.read("prices", { after: read.body.cursor }))).toEqual([2]);
  });

  test("who takes a number later is not seen before who took one earlier, and one taken in vain leaves no gap", async () => {
    const slow = await hold((tx) => bench.apply(tx, { A: 1_100 }));
    await slow.worked;
    let quickIsDone = false;
    const quick = db
      .transaction((tx) => bench.apply(tx, { B: 1_200 }))
      .then(() => (quickIsDone = true));
    await expect.poll(somebodyWaits).toBe(true);
    expect(quickIsDone).toBe(false);
    expect(numbers(await bench.read("prices"))).toEqual([]);
    await slow.commit();
    await quick;
    expect(
      (await bench.read("prices")).body.data.map(({ numero, codigo }) => [numero, codigo]),
    ).toEqual([
      [1, "A"],
      [2, "B"],
    ]);

    const vain = await hold((tx) => bench.apply(tx, { C: 1_300 }));
    await vain.worked;
    await vain.rollBack();
    await db.transaction((tx) => bench.apply(tx, { C: 1_400 }));
    expect((await bench.read("prices", { after: "2" })).body.data).toMatchObject([
      { numero: 3, preco: "14.00" },
    ]);
  });

  test("a reader beside many writers sees every number once and in order", async () => {
    let writing = 8;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let round = 0; round < 12; round++) {
        const fails = (writer + round) % 4 === 0;
        const work = db.transaction(async (tx) => {
          await bench.apply(tx, { A: 1_000 + writer, ...(round % 2 ? { B: 2_000 + round } : {}) });
          if (fails) throw new Error("rolled back");
        });
        await (fails ? work.catch(() => undefined) : work);
      }
      writing -= 1;
    });
    const seen: number[] = [];
    let cursor = "0";
    const reader = (async () => {
      for (;;) {
        const over = writing === 0;
        const page = await bench.read("prices", { after: cursor, limit: "7" });
        if (page.status === 429) break;
        seen.push(...numbers(page));
        cursor = page.body.cursor;
        if (over && !page.body.mais) break;
      }
    })();
    await Promise.all([...writers, reader]);
    // The reader may have used up its minute: the rest is read by another key.
    const other = await bench.addKey("ERP 2", ["readPrices"]);
    for (;;) {
      const page = await bench.read("prices", { after: cursor }, other.key);
      if (page.body.total === 0) break;
      seen.push(...numbers(page));
      cursor = page.body.cursor;
    }
    const [written] = await db.execute<{ n: number }>(
      sql`select count(*)::int n from price_changes where organization_id = ${bench.organizationId}`,
    );
    expect(written!.n).toBeGreaterThan(72);
    expect(seen).toEqual(Array.from({ length: written!.n }, (_, index) => index + 1));
  }, 30_000);
});

describe("partners' promotions", () => {
  test("come as they stand, in one shape and as received; the same again is no change", async () => {
    await bench.bring(db, { "70001": "Leve 3 pague 2", "70002": "Por R$ 9,90" });
    const first = await bench.read("promotions");
    expect(first.body).toMatchObject({ total: 2, cursor: "2", mais: false });
    expect(first.body.data[0]).toMatchObject({
      numero: 1,
      parceiro: "fake",
      integracao: bench.integrationId,
      idParceiro: "70001",
      filial: bench.cnpj,
      situacao: "vigente",
      titulo: "Leve 3 pague 2",
      mecanica: "outra",
      condicoes: [],
      original: { titulo: "Leve 3 pague 2" },
    });
    await bench.bring(db, { "70001": "Leve 3 pague 2", "70002": "Por R$ 8,90" }, 2);
    expect((await bench.read("promotions", { after: "2" })).body.data).toMatchObject([
      { numero: 3, idParceiro: "70002", titulo: "Por R$ 8,90" },
    ]);
    // Each stands once, as it is now.
    expect(numbers(await bench.read("promotions", { after: "0" }))).toEqual([1, 3]);
  });

  test("what the partner took back comes again as withdrawn, and as running when it is back", async () => {
    await bench.bring(db, { "1": "Um", "2": "Dois" });
    await bench.bring(db, { "1": "Um" }, 2);
    const of = { organizationId: bench.organizationId, integrationId: bench.integrationId, id: 2 };
    const withdraw = (key: string | null) =>
      db.transaction((tx) =>
        withdrawReceivedItems(
          tx,
          of,
          { kind: "promotion", branchId: bench.branchId, key },
          new Date("2026-11-20T12:00:00Z"),
          "2026-11-20",
        ),
      );
    await withdraw(null);
    await withdraw(null);
    expect((await bench.read("promotions", { after: "2" })).body.data).toMatchObject([
      { numero: 3, idParceiro: "2", situacao: "retirada", retiradaEm: "2026-11-20T12:00:00.000Z" },
    ]);
    await bench.bring(db, { "2": "Dois" }, 3);
    expect((await bench.read("promotions", { after: "3" })).body.data).toMatchObject([
      { numero: 4, idParceiro: "2", situacao: "vigente", retiradaEm: null },
    ]);
    await withdraw("1");
    expect((await bench.read("promotions", { after: "4" })).body.data).toMatchObject([
      { idParceiro: "1", situacao: "retirada" },
    ]);
  });

  test("days decide what is over and what is to come, and what is over is not withdrawn", async () => {
    const of = { organizationId: bench.organizationId, integrationId: bench.integrationId, id: 1 };
    const item = (key: string, validFrom: string, validTo: string) => ({
      kind: "promotion",
      key,
      title: key,
      branchId: bench.branchId,
      validFrom,
      validTo,
      data: {},
      promotion: UNTOLD_PROMOTION,
    });
    await saveReceivedItems(db, of, [
      item("over", "2020-01-01", "2020-01-31"),
      item("to-come", "2999-01-01", "2999-01-31"),
    ]);
    await db.transaction((tx) =>
      withdrawReceivedItems(
        tx,
        { ...of, id: 2 },
        { kind: "promotion", branchId: bench.branchId, key: null },
        new Date(),
        "2999-02-01",
      ),
    );
    expect(
      (await bench.read("promotions")).body.data.map(({ idParceiro, situacao }) => [
        idParceiro,
        situacao,
      ]),
    ).toEqual([
      ["over", "vencida"],
      ["to-come", "futura"],
    ]);
  });

  test("an offer to one person never goes out, in any form", async () => {
    const of = { organizationId: bench.organizationId, integrationId: bench.integrationId, id: 1 };
    await saveReceivedItems(db, of, [
      {
        kind: "offer",
        key: "0123456789abcdef:personal-1",
        title: "R$ 5,00",
        branchId: bench.branchId,
        data: { customer: "0123456789abcdef" },
      },
    ]);
    await bench.bring(db, { "1": "Um" });
    const answer = await bench.read("promotions");
    expect(answer.body.total).toBe(1);
    expect(JSON.stringify(answer.body)).not.toContain("0123456789abcdef");
  });

  test("two tasks that bring at once lose nobody's change", async () => {
    const rounds = 15;
    const bringing = ["a", "b"].map(async (name) => {
      for (let round = 1; round <= rounds; round++)
        await db.transaction((tx) =>
          bench.bring(tx, { [name]: `${name} ${round}`, [`${name}2`]: `${name} ${round}` }, round),
        );
    });
    const last = new Map<unknown, unknown>();
    let cursor = "0";
    let running = true;
    const reading = (async () => {
      for (let calls = 0; calls < CALLS_PER_MINUTE - 2; calls++) {
        const over = !running;
        const { body } = await bench.read("promotions", { after: cursor, limit: "3" });
        for (const { idParceiro, titulo } of body.data) last.set(idParceiro, titulo);
        cursor = body.cursor;
        if (over && !body.mais) break;
      }
    })();
    await Promise.all(bringing);
    running = false;
    await reading;
    const rest = await bench.read("promotions", { after: cursor });
    for (const { idParceiro, titulo } of rest.body.data) last.set(idParceiro, titulo);
    expect(Object.fromEntries(last)).toEqual({
      a: `a ${rounds}`,
      a2: `a ${rounds}`,
      b: `b ${rounds}`,
      b2: `b ${rounds}`,
    });
  }, 30_000);
});

describe("the cursor", () => {
  test("goes on from what was acknowledged, which never goes back", async () => {
    await db.transaction((tx) => bench.apply(tx, { A: 1_100, B: 1_100, C: 1_100 }));
    expect(await bench.acknowledge("prices", "2")).toMatchObject({
      status: 200,
      body: { msg: "Recebimento confirmado até 2.", cursor: "2" },
    });
    expect(await bench.acknowledge("prices", "1")).toMatchObject({
      status: 200,
      body: { cursor: "2" },
    });
    await Promise.all(Array.from({ length: 5 }, () => bench.acknowledge("prices", "2")));
    expect(numbers(await bench.read("prices"))).toEqual([3]);
    // Each key has its own place, and so has each feed.
    const other = await bench.addKey("ERP 2", ["readPrices"]);
    expect(numbers(await bench.read("prices", {}, other.key))).toEqual([1, 2, 3]);
    expect((await bench.read("promotions")).body).toMatchObject({ cursor: "0" });
  });

  test.each([
    ["letters", { after: "abc" }, [400, "invalid_cursor"]],
    ["a negative one", { after: "-1" }, [400, "invalid_cursor"]],
    ["one beyond the end", { after: "1" }, [409, "cursor_ahead"]],
    ["a limit of none", { limit: "0" }, [400, "invalid_limit"]],
    ["a limit beyond the most", { limit: "501" }, [400, "invalid_limit"]],
  ])("%s is refused with a sentence", async (_what, query, expected) => {
    const answer = await bench.read("prices", query as Record<string, string>);
    expect(code(answer)).toEqual(expected);
    expect(answer.body.msg).toMatch(/\.$/);
  });

  test("what was never handed out cannot be acknowledged", async () => {
    expect(code(await bench.acknowledge("prices", "1"))).toEqual([409, "cursor_ahead"]);
    expect(code(await bench.acknowledge("prices", 0))).toEqual([400, "invalid_cursor"]);
  });
});

describe("who may read", () => {
  test("a key without the right reads nothing, and each right is its own", async () => {
    const sender = await bench.addKey("Só envia", ["send"]);
    const prices = await bench.addKey("Só preços", ["readPrices"]);
    for (const feed of ["prices", "promotions"] as const) {
      expect(code(await bench.read(feed, {}, sender.key))).toEqual([403, "missing_right"]);
      expect(code(await bench.acknowledge(feed, "0", sender.key))).toEqual([403, "missing_right"]);
    }
    expect((await bench.read("prices", {}, prices.key)).status).toBe(200);
    expect((await bench.read("promotions", {}, prices.key)).body.msg).toBe(
      "Esta chave não tem o direito “Buscar promoções de parceiros”. Solicite ao suporte uma chave com esse direito.",
    );
    expect(code(await bench.read("prices", {}, "enl_uma-chave-que-nao-existe"))).toEqual([
      401,
      "unauthorized",
    ]);
  });

  test("another client's prices and promotions are not there, and its numbers are its own", async () => {
    const other = await createFeedBench(database);
    await db.transaction((tx) => other.apply(tx, { A: 1_111 }));
    await other.bring(db, { "9": "Dos outros" });
    await db.transaction((tx) => bench.apply(tx, { A: 1_222 }));
    expect((await bench.read("prices")).body.data).toMatchObject([
      { numero: 1, filial: bench.cnpj, preco: "12.22" },
    ]);
    expect((await bench.read("promotions")).body).toMatchObject({ total: 0, cursor: "0" });
  });

  test("the second wall holds: a client's role sees and writes its own rows only, and changes none of them", async () => {
    const other = await createFeedBench(database);
    await db.transaction((tx) => other.apply(tx, { A: 1_111 }));
    const asClient = <Result>(statement: ReturnType<typeof sql>) =>
      db.transaction(async (tx) => {
        await tx.execute(
          sql`select set_config('enlace.organization_id', ${String(bench.organizationId)}, true), set_config('role', 'enlace_client', true)`,
        );
        return (await tx.execute(statement)) as unknown as Result[];
      });
    for (const table of ["price_changes", "feed_heads", "feed_acknowledgements"])
      expect(
        await asClient(
          sql`select 1 from ${sql.identifier(table)} where organization_id = ${other.organizationId}`,
        ),
      ).toHaveLength(0);
    await expect(
      asClient(
        sql`insert into feed_heads (organization_id, feed, last_number) values (${other.organizationId}, 'promotions', 9)`,
      ),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
    await expect(asClient(sql`update price_changes set new_cents = 1`)).rejects.toMatchObject({
      cause: { code: "42501" },
    });
    await expect(asClient(sql`delete from feed_acknowledgements`)).rejects.toMatchObject({
      cause: { code: "42501" },
    });
  });

  test("a key that calls too often is told to wait", async () => {
    const hasty = await bench.addKey("Apressado", ["readPrices"]);
    const answers = await Promise.all(
      Array.from({ length: CALLS_PER_MINUTE + 1 }, () => bench.read("prices", {}, hasty.key)),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
  });
});
