import { expect, test } from "vitest";
import { matchDevelopments } from "./match-developments.ts";

const systems = [
  { id: 1, code: "hub", kind: "cv" as const, siengeEnvironmentId: null },
  { id: 2, code: "a", kind: "cv" as const, siengeEnvironmentId: 9 },
  { id: 3, code: "b", kind: "cv" as const, siengeEnvironmentId: null },
  { id: 9, code: "sienge", kind: "sienge" as const, siengeEnvironmentId: null },
];
const one = (environmentId: number, remoteId: string, name: string, companyId?: string) => ({
  environmentId,
  remoteId,
  name,
  companyId: companyId ?? null,
});

test("proposes what has one namesake, whatever its accents, with Sienge's where that is certain", () => {
  const { proposals, unmatched } = matchDevelopments(
    [
      one(1, "10", "Residencial Água Azul"),
      one(2, "70", "RESIDENCIAL AGUA AZUL"),
      one(9, "500", "Residencial Agua Azul", "4"),
    ],
    systems,
    new Set(),
  );
  expect(proposals).toEqual([
    {
      hubDevelopmentId: "10",
      hubName: "Residencial Água Azul",
      environmentId: 2,
      terminalDevelopmentId: "70",
      siengeEnterpriseId: "500",
      siengeCompanyId: "4",
    },
  ]);
  expect(unmatched).toEqual([]);
});

test.each([
  ["no terminal has it", [one(1, "10", "Sol")]],
  ["two terminals have it", [one(1, "10", "Sol"), one(2, "1", "Sol"), one(3, "1", "Sol")]],
  ["one terminal has it twice", [one(1, "10", "Sol"), one(2, "1", "Sol"), one(2, "2", "sol")]],
  ["it has no name", [one(1, "10", ""), one(2, "1", "")]],
])("leaves it to a person where %s", (_what, listed) => {
  const { proposals, unmatched } = matchDevelopments(listed, systems, new Set());
  expect(proposals).toEqual([]);
  expect(unmatched).toHaveLength(1);
});

test("two of one name in the Hub, and what is registered, are not proposed", () => {
  const listed = [one(1, "10", "Sol"), one(1, "11", "sol"), one(2, "1", "Sol")];
  expect(matchDevelopments(listed, systems, new Set()).proposals).toEqual([]);
  expect(matchDevelopments(listed, systems, new Set(["10", "11"]))).toEqual({
    proposals: [],
    unmatched: [],
  });
});

test("of two enterprises of that name in Sienge none is taken", () => {
  const listed = [one(1, "10", "Sol"), one(3, "1", "Sol"), one(9, "5", "Sol"), one(9, "6", "Sol")];
  expect(matchDevelopments(listed, systems, new Set()).proposals).toMatchObject([
    { environmentId: 3, siengeEnterpriseId: null, siengeCompanyId: null },
  ]);
});
