import { z } from "zod";
import { completeCpf } from "@/lib/core/documents.ts";
import { addFile } from "./answer-files.ts";
import { addReservation } from "./change-reservation.ts";
import { ROLES, situationOf } from "./catalogue.ts";
import { makePdf } from "./make-file.ts";
import type { Moved } from "./move-reservation.ts";
import { addMonths } from "./render-reservation.ts";
import { partnerDay } from "./partner-day.ts";
import type { Condition, Tenant } from "./tenant.ts";

/** What a sale in the Hub can be told; everything has a default. */
export const sellShape = z.strictObject({
  developmentId: z.number().int().default(3),
  /** The n-th unit of the development; the first free one when left out. */
  unit: z.number().int().positive().optional(),
  /** The broker's CPF. */
  broker: z.string().optional(),
  totalCents: z.number().int().positive().default(20_000_000),
  /** What the contract is said to be worth, when it should not sum. */
  statedCents: z.number().int().positive().optional(),
  monthly: z.number().int().min(1).max(200).default(36),
  /** Also sells a part under a series that no terminal knows. */
  unknownSeries: z.boolean().default(false),
  spouse: z.boolean().default(true),
  /** As it is, right or wrong. */
  holderDocument: z.string().optional(),
  spouseDocument: z.string().optional(),
  profession: z.string().default("Engenheira"),
  phone: z.string().default("(79) 99999-0000"),
  documents: z.number().int().min(0).max(20).default(2),
  /** Size of each document. */
  documentBytes: z.number().int().min(600).max(110_000_000).default(2_000),
  contract: z.boolean().default(true),
  /** Whether the Hub's finance has registered the broker's commission, in two payments. */
  commission: z.boolean().default(true),
  role: z.enum(ROLES).default("pode_faturar"),
});
export type Sale = z.input<typeof sellShape>;

const FIRST = ["Joana", "Marcos", "Lívia", "Pedro", "Rita", "Tomás", "Clara", "Hugo"];
const LAST = ["Modelo", "da Lagoa", "Exemplo", "das Dunas", "Fictícia", "do Mangue"];

/**
 * Sells a unit in the Hub as its brokers do: people, conditions, documents, and then the situation
 * with its webhooks.
 */
export function sell(tenant: Tenant, sale: Sale, moved: Moved): number {
  const wanted = sellShape.parse(sale);
  const { store, catalogue } = tenant;
  const unit = store
    .list("units")
    .find(
      ({ id, value }) =>
        value.developmentId === wanted.developmentId &&
        (wanted.unit ? id === wanted.developmentId * 100_000 + wanted.unit : value.state === 1),
    );
  if (!unit)
    throw new z.ZodError([
      { code: "custom", path: ["unit"], message: "não há unidade livre", input: sale },
    ]);
  const broker = store.find("brokers", (one) => !wanted.broker || one.document === wanted.broker);
  if (!broker)
    throw new z.ZodError([
      { code: "custom", path: ["broker"], message: "o Hub não tem este corretor", input: sale },
    ]);
  const holder = addPerson(tenant, wanted.holderDocument, wanted);
  const spouse = wanted.spouse
    ? [
        {
          personId: addPerson(tenant, wanted.spouseDocument, wanted),
          typeId: catalogue.associationTypes[0]?.id ?? 0,
          share: 50,
        },
      ]
    : [];
  const id = addReservation(tenant, {
    code: null,
    situationId: situationOf(catalogue, wanted.role),
    personId: holder,
    developmentId: wanted.developmentId,
    unitId: unit.id,
    brokerId: broker.id,
    saleTypeId: catalogue.saleTypes[0]?.id ?? null,
    conditions: makeConditions(tenant, wanted),
    ...(wanted.statedCents === undefined ? {} : { statedCents: wanted.statedCents }),
    associates: spouse,
    commissionRules: [],
    additionalFields: {},
  });
  for (let n = 0; n < wanted.documents; n += 1) {
    const type = catalogue.documentTypes[n % 3];
    addFile(
      tenant,
      "documents",
      {
        reservationId: id,
        name: `${type?.name ?? "doc"}-${n + 1}.pdf`,
        typeId: type?.id ?? null,
        associationTypeId: null,
        signed: null,
        validated: null,
      },
      makePdf(`documento ${n + 1} da reserva ${id}`, wanted.documentBytes),
    );
  }
  if (wanted.contract)
    addFile(
      tenant,
      "contracts",
      {
        reservationId: id,
        name: "Compra e venda",
        typeId: null,
        associationTypeId: null,
        signed: null,
        validated: null,
      },
      makePdf(`contrato da reserva ${id}`, 3_000),
    );
  if (wanted.commission) registerCommission(tenant, id, broker.value, wanted.totalCents);
  moved(tenant, id, situationOf(catalogue, wanted.role));
  return id;
}

/** Four per cent, half now and half later: the odd cent stands in the first. */
function registerCommission(
  { store }: Tenant,
  reservationId: number,
  broker: { name: string; document: string },
  totalCents: number,
): void {
  const cents = Math.round(totalCents * 0.04);
  const second = Math.floor(cents / 2);
  const due = `${addMonths(partnerDay(), 1).slice(0, 8)}10`;
  store.put("commissions", store.nextId("commissions", 66), {
    reservationId,
    cancelled: false,
    items: [
      {
        code: `C-${reservationId}`,
        value: cents / 100,
        to: "corretor",
        who: broker.name,
        document: broker.document,
        kind: "C",
        payments: [
          { value: (cents - second) / 100, dueDay: due, measuredOn: null },
          { value: second / 100, dueDay: addMonths(due, 1), measuredOn: null },
        ],
      },
    ],
  });
}

function makeConditions(
  { catalogue }: Tenant,
  { totalCents, monthly, unknownSeries }: z.output<typeof sellShape>,
): Condition[] {
  const id = (code: string) => catalogue.series.find((one) => one.code === code)?.id ?? 0;
  const down = Math.round(totalCents * 0.1);
  const instalment = Math.floor((totalCents * 0.3) / monthly);
  const odd = unknownSeries ? Math.round(totalCents * 0.05) : 0;
  const rest = totalCents - down - instalment * monthly - odd;
  const due = `${addMonths(partnerDay(), 1).slice(0, 8)}10`;
  const indexerId = catalogue.indexers[0]?.id ?? null;
  const one = (
    code: string,
    count: number,
    amountCents: number,
    firstDueDay: string,
  ): Condition => ({
    seriesId: id(code),
    count,
    amountCents,
    firstDueDay,
    indexerId,
    holdsCommission: "N",
  });
  return [
    one("AT", 1, down, partnerDay()),
    one("PM", monthly, instalment, due),
    ...(odd ? [one("PX", 1, odd, due)] : []),
    one("FI", 1, rest, addMonths(due, 24)),
  ];
}

function addPerson(
  { store, catalogue }: Tenant,
  document: string | undefined,
  { profession, phone }: { profession: string; phone: string },
): number {
  const id = store.nextId("people", catalogue.firstPerson);
  const documento = document ?? completeCpf(String(300_000_000 + id));
  const known = store.find("people", (one) => one.documento === documento);
  if (known) return known.id;
  store.put("people", id, {
    idpessoa_int: String(id),
    nome: `${FIRST[id % FIRST.length] ?? ""} ${LAST[id % LAST.length] ?? ""} ${id}`,
    documento_tipo:
      documento.length === 14 ? "cnpj" : /[A-Z]/.test(documento) ? "passaporte" : "cpf",
    documento,
    other: {
      data_nasc: "1990-01-31",
      telefone: phone,
      email: `pessoa${id}@modelo.example`,
      estado_civil: 1,
      profissao: profession,
      cep: "49000000",
      endereco: "Rua do Modelo",
      numero: "10",
      bairro: "Centro",
      cidade: "Aracaju",
      estado: "SE",
      sexo: "F",
      renda_familiar: "5000.00",
    },
  });
  return id;
}
