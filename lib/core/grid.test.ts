import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PAGE_SIZES, parseGridQuery, writeGridQuery, type GridQuery } from "./grid.ts";

const columnId = fc.stringMatching(/^[a-z][a-zA-Z]{0,11}$/);
const query: fc.Arbitrary<GridQuery> = fc.record({
  page: fc.integer({ min: 1, max: 9_999_999 }),
  pageSize: fc.constantFrom(...PAGE_SIZES),
  search: fc.string({ unit: "grapheme", maxLength: 60 }),
  sort: fc.option(fc.record({ column: columnId, descending: fc.boolean() }), { nil: null }),
  filters: fc.dictionary(
    columnId,
    fc.array(fc.string({ unit: "grapheme", maxLength: 20 }), { minLength: 1, maxLength: 5 }),
    { maxKeys: 4, noNullPrototype: true },
  ),
});
const prefix = fc.constantFrom("", "arquivos.", "logs.");

describe("a list's state in the URL", () => {
  it("survives the way through an address bar", () => {
    fc.assert(
      fc.property(query, prefix, (state, name) => {
        const typed = new URL(`https://hub.test/?${writeGridQuery(state, name)}`);
        expect(parseGridQuery(typed.searchParams, name)).toEqual(state);
      }),
    );
  });

  it("is written in one way only: reading and writing again changes nothing", () => {
    fc.assert(
      fc.property(query, prefix, (state, name) => {
        const once = writeGridQuery(state, name);
        expect(writeGridQuery(parseGridQuery(once, name), name).toString()).toBe(once.toString());
      }),
    );
  });

  it("keeps two lists of one page apart", () => {
    fc.assert(
      fc.property(query, query, (left, right) => {
        const both = new URLSearchParams([
          ...writeGridQuery(left),
          ...writeGridQuery(right, "arquivos."),
        ]);
        expect(parseGridQuery(both)).toEqual(left);
        expect(parseGridQuery(both, "arquivos.")).toEqual(right);
      }),
    );
  });

  it("reads any text as some list, never as an error", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const read = parseGridQuery(new URLSearchParams(text));
        expect(read.page).toBeGreaterThanOrEqual(1);
        expect(PAGE_SIZES).toContain(read.pageSize);
      }),
    );
  });

  it.each([
    ["pagina=0", 1],
    ["pagina=-3", 1],
    ["pagina=2.5", 1],
    ["pagina=99999999", 1],
    ["pagina=12", 12],
  ])("reads %s as page %i", (text, page) => {
    expect(parseGridQuery(new URLSearchParams(text)).page).toBe(page);
  });

  it("falls back from page sizes and orders that are not offered", () => {
    expect(parseGridQuery(new URLSearchParams("por=1000&ordem=1;drop")).pageSize).toBe(10);
    expect(parseGridQuery(new URLSearchParams("ordem=1;drop")).sort).toBeNull();
    expect(parseGridQuery(new URLSearchParams("ordem=-nome")).sort).toEqual({
      column: "nome",
      descending: true,
    });
  });

  it("is not confused by names that every object inherits", () => {
    expect(parseGridQuery(new URLSearchParams("f.constructor=a&f.__proto__=b")).filters).toEqual({
      constructor: ["a"],
    });
  });

  it("writes nothing for the default state", () => {
    expect(
      writeGridQuery({ page: 1, pageSize: 10, search: "", sort: null, filters: {} }).toString(),
    ).toBe("");
  });
});
