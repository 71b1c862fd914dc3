import { z } from "zod";
import type { RestAnswer, RestRequest } from "../control/serve-rest.ts";
import { listed, refuse } from "./envelope.ts";
import { partnerMoment } from "./partner-day.ts";
import type { Tenant } from "./tenant.ts";

const PATH = "/api/v1/integracoes/webhooks";
const shape = z.looseObject({
  nome: z.string().min(1),
  funcionalidade: z.string().length(2),
  endereco: z.url(),
  gatilho: z.number().int(),
  ativoPainel: z.boolean(),
});

/** A tenant's trigger of "entered this situation", and that of a new reservation. */
export const triggerOf = (situationId: number): number => 1_000 + situationId;

const FOLLOWING = [
  {
    funcionalidade: "CM",
    nome: "Comissões",
    gatilhos: [{ gatilho: 5, nome: "Quando entrar na situação Paga" }],
  },
  {
    funcionalidade: "CV",
    nome: "Contratos de venda",
    gatilhos: [{ gatilho: 5, nome: "Quando o contrato for assinado" }],
  },
];

/** Registrations of webhooks and their triggers; null when it is another's path. */
export function answerWebhooks(
  { store, catalogue, quirks }: Tenant,
  path: string,
  request: RestRequest,
): RestAnswer | null {
  if (!path.startsWith(PATH)) return null;
  if (path === `${PATH}/gatilhos`) {
    const dados = [
      {
        funcionalidade: "LD",
        nome: "Leads",
        gatilhos: [{ gatilho: 5, nome: "Quando um lead for criado" }],
      },
      {
        funcionalidade: "RS",
        nome: "Reservas",
        gatilhos: catalogue.situations.map(({ id, name }) => ({
          gatilho: triggerOf(id),
          nome: `Quando entrar na situação ${name}`,
        })),
      },
      ...(quirks.followingTriggers ? FOLLOWING : []),
    ];
    return { status: 200, body: { dados }, rows: dados.length };
  }
  if (path === PATH && request.method === "GET") {
    const rows = store.list("webhooks").map(({ id, value }) => ({
      idwebhook: id,
      nome: value.name,
      funcionalidade: value.area,
      endereco: value.address,
      gatilho: value.trigger,
      ativoPainel: value.active,
      dataCad: value.createdAt,
      empreendimentos: [],
      assuntos: [],
      subassuntos: [],
      forma_envio: "body",
    }));
    const page = Number(request.query.get("paginaAtual") ?? quirks.firstWebhookPage);
    return listed(
      rows,
      new URLSearchParams({
        pagina: String(page + 1 - quirks.firstWebhookPage),
        registros_por_pagina: request.query.get("limitePagina") ?? "30",
      }),
      quirks.envelope,
    );
  }
  if (path === PATH && request.method === "POST") {
    const read = shape.safeParse(request.json);
    if (!read.success)
      return {
        ...refuse(400, "Webhook inválido"),
        problems: read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
      };
    const { data } = read;
    if (
      data.funcionalidade === "RS" &&
      !catalogue.situations.some(({ id }) => triggerOf(id) === data.gatilho)
    )
      return refuse(400, `Gatilho ${data.gatilho} não existe neste ambiente`);
    const id = store.nextId("webhooks", 1);
    store.put("webhooks", id, {
      name: data.nome,
      area: data.funcionalidade,
      address: data.endereco,
      trigger: data.gatilho,
      active: data.ativoPainel,
      createdAt: partnerMoment(),
    });
    return { status: 201, body: { data: { id }, status: "success" }, rows: 1 };
  }
  const one = new RegExp(`^${PATH}/(\\d+)$`).exec(path);
  if (!one || request.method !== "DELETE") return refuse(405, "Método não permitido");
  const id = Number(one[1]);
  if (!store.get("webhooks", id)) return refuse(400, "Webhook não encontrado");
  store.remove("webhooks", id);
  return { status: 200, body: { data: { id }, status: "success" }, rows: 1 };
}
