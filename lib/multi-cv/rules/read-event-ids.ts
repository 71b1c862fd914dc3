/** What an event is about, as the hub names it: one object is worked on once, however many events speak of it. */
export interface EventSubject {
  object: "reservation" | "contract" | "assignment" | "commission" | "other";
  /** null: the body names no object, and a sweep must find out. */
  id: string | null;
}

const MAX_ID = 15;

/** The reservation that a CV webhook warns about, wherever the tenant's version of the body holds it. */
export function readCvSubject(body: unknown): EventSubject {
  const holders = [
    body,
    ...["reserva", "dados", "cessao", "comissao"].map((name) => member(body, name)),
  ];
  const find = (names: readonly string[]) => {
    for (const holder of holders) {
      const found = firstId(holder, names);
      if (found !== null) return found;
    }
    return null;
  };
  const own = find(["idreserva", "idreserva_cv"]) ?? firstId(body, ["reserva"]);
  if (own !== null) return { object: "reservation", id: own };
  // A message of a cessão may name that alone; which reservation it is of its register tells.
  const assigned = find(["idcessao"]) ?? firstId(member(body, "cessao"), ["id"]);
  if (assigned !== null) return { object: "assignment", id: assigned };
  // So may one of a commission.
  const commission =
    find(["idcomissao", "idcomissao_cv"]) ?? firstId(member(body, "comissao"), ["id"]);
  if (commission !== null) return { object: "commission", id: commission };
  return { object: "reservation", id: find(["id"]) };
}

/** The object that a Sienge event names. Events carry ids only; what they mean is read live. */
export function readSiengeSubject(event: string, body: unknown): EventSubject {
  if (event.startsWith("SALES_CONTRACT_"))
    return { object: "contract", id: firstId(body, ["salesContractId"]) };
  // Rights that pass to another customer: never a rescission.
  if (event.startsWith("ASSIGNMENT_RIGHTS_"))
    return { object: "assignment", id: firstId(body, ["receivableBillId"]) };
  return {
    object: "other",
    id: firstId(body, ["commissionId", "unitId", "customerId", "creditorId"]),
  };
}

/** All ids that a body names in a list. */
export function readIds(body: unknown, name: string): number[] {
  const found = member(body, name);
  return Array.isArray(found)
    ? found.flatMap((id: unknown) => {
        const read = firstId({ id }, ["id"]);
        return read === null ? [] : [Number(read)];
      })
    : [];
}

function member(value: unknown, name: string): unknown {
  return value && typeof value === "object" ? (value as Record<string, unknown>)[name] : undefined;
}

function firstId(value: unknown, names: readonly string[]): string | null {
  for (const name of names) {
    const found = member(value, name);
    const text =
      typeof found === "number" ? String(found) : typeof found === "string" ? found.trim() : "";
    // Digits alone: an id becomes part of an address.
    if (/^[1-9]\d*$/.test(text) && text.length <= MAX_ID) return text;
  }
  return null;
}
