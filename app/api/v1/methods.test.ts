import { globSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Envelope } from "@/lib/inbox/api/answer-api.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Method = (typeof METHODS)[number];
type Route = Partial<Record<Method, (request: Request) => Promise<Response>>>;

/** What each address is for, as docs/api.md says; a new one belongs in here. */
const READ = ["branches", "price-changes", "partner-promotions"];
const BOTH = ["movements"];
const servedBy = (address: string): Method[] => {
  if (BOTH.includes(address)) return ["GET", "HEAD", "POST"];
  return READ.includes(address) ? ["GET", "HEAD"] : ["POST"];
};

const folder = path.resolve("app/api/v1");
const addresses = globSync("**/route.ts", { cwd: folder })
  .map((file) => path.dirname(file))
  .filter((address) => !address.startsWith("["));

const open = async (address: string) =>
  (await import(path.join(folder, address, "route.ts"))) as Route;
const requestOf = (method: Method) => new Request("http://localhost/api/v1/x", { method });

describe("an address of the API", () => {
  test("is found for every folder", () => expect(addresses.length).toBeGreaterThan(16));

  test.each(addresses)(
    "%s answers a method that it does not serve as every error",
    async (name) => {
      const route = await open(name);
      const served = servedBy(name);
      const allow = [...served, "OPTIONS"].join(", ");
      for (const method of METHODS.filter((one) => !served.includes(one))) {
        const response = await route[method]!(requestOf(method));
        expect(response.headers.get("allow")).toBe(allow);
        if (method === "OPTIONS") {
          expect(response.status).toBe(204);
          continue;
        }
        expect(response.status).toBe(405);
        expect((await response.json()) as Envelope).toMatchObject({
          status: "erro",
          total: 0,
          data: [{ codigo: "method_not_allowed" }],
        });
      }
    },
  );
});

test("an address that is none answers every method as every error", async () => {
  const route = await open("[[...address]]");
  for (const method of METHODS) {
    const response = await route[method]!(requestOf(method));
    expect(response.status).toBe(404);
    expect((await response.json()) as Envelope).toMatchObject({
      status: "erro",
      data: [{ codigo: "unknown_address" }],
    });
  }
});
