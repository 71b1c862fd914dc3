import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../start-sandbox.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ only: ["dito"] });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset("dito"));

const ID = "52998224725";
const head = {
  action: "comprou",
  message_id: "a".repeat(40),
  revenue: 12.9,
  created_at: "2026-03-05 10:45:10 -0300",
  data: { transaction_id: "T-1", store_code: "1", total: 12.9 },
};
const line = {
  action: "comprou-produto",
  message_id: "b".repeat(40),
  created_at: head.created_at,
  data: {
    transaction_id: "T-1",
    store_code: "1",
    product_name: "Ácido fólico",
    quantity: 1,
    product_price: 12.9,
  },
};

async function post(path: string, fields: object): Promise<number> {
  const { url, apiKey, secretKey } = sandbox.dito;
  const envelope = {
    platform_api_key: apiKey,
    sha1_signature: createHash("sha1").update(secretKey).digest("hex"),
    encoding: "base64",
    network_name: "pt",
  };
  return (
    await fetch(url + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...envelope, ...fields }),
    })
  ).status;
}
const signUp = (user: object = { name: "Conceição", data: { cpf: ID } }) =>
  post(`/users/portal/${ID}/signup`, { user_data: JSON.stringify(user) });
const event = (one: object, fields: object = {}) =>
  post(`/users/${ID}`, { id_type: "id", event: JSON.stringify(one), ...fields });

test("a purchase of a known person is taken once, however often it comes", async () => {
  expect([await signUp(), await event(head), await event(line), await event(head)]).toEqual([
    201, 201, 201, 200,
  ]);
  expect(sandbox.counts("dito")).toEqual({
    "Clientes cadastrados": 1,
    "Compras aceitas": 1,
    "Devoluções aceitas": 0,
    "Itens aceitos": 1,
    "Cupons que não somam": 0,
    "Eventos repetidos": 1,
  });
});

test("a second purchase of one receipt under another message is refused", async () => {
  await signUp();
  await event(head);
  expect(await event({ ...head, message_id: "c".repeat(40) })).toBe(422);
});

test("lines that do not sum are counted", async () => {
  await signUp();
  await event(head);
  await event({ ...line, data: { ...line.data, product_price: 12.89 } });
  expect(sandbox.counts("dito")["Cupons que não somam"]).toBe(1);
});

test.each<[what: string, status: number, work: () => Promise<number>]>([
  [
    "an event of a stranger",
    404,
    () => post("/users/11144477735", { id_type: "id", event: JSON.stringify(head) }),
  ],
  ["a line before its receipt", 422, () => event(line)],
  ["an event that is an object", 422, () => event({}, { event: head })],
  ["an event name with an accent", 422, () => event({ ...head, action: "comprou-já" })],
  [
    "a property name with a capital",
    422,
    () => event({ ...head, data: { ...head.data, storeName: "x" } }),
  ],
  ["a moment without a zone", 422, () => event({ ...head, created_at: "2026-03-05 10:45:10" })],
  ["a purchase of negative worth", 422, () => event({ ...head, revenue: -1 })],
  [
    "a store that is not registered",
    422,
    () => event({ ...head, data: { ...head.data, store_code: "Centro" } }),
  ],
  ["a malformed e-mail", 422, () => signUp({ name: "x", email: "sem-arroba", data: {} })],
  ["another network", 400, () => event(head, { network_name: "facebook" })],
  ["another kind of id", 400, () => event(head, { id_type: "facebook_id" })],
  ["a wrong signature", 401, () => event(head, { sha1_signature: "0".repeat(40) })],
])("%s is refused with %i", async (_what, status, work) => {
  await signUp();
  expect(await work()).toBe(status);
  expect(sandbox.counts("dito")["Compras aceitas"]).toBe(0);
});
