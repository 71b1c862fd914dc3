import { PartnerError } from "@/lib/core/errors.ts";
import { daily, daysBack, everyMinutes } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { integer, secret, text, url } from "../settings.ts";
import { guide } from "./guide.ts";
import { askCosmos } from "./ask.ts";
import { collectCreated, collectSweep } from "./collect.ts";

/** A real product's GTIN: whether Cosmos knows it or not, the answer proves the token. */
const PROBE = "7891000315507";

export const cosmos = defineConnector({
  id: "cosmos",
  name: "Cosmos",
  summary:
    "Catálogo de produtos por código de barras: recebe descrição, marca, NCM, CEST e imagem como propostas.",
  // A bar code with a spark: what is known of it.
  icon: "M4 7v11M7 7v8M10 7v11M13 11v7M16 14v4M18 3l1.2 2.8L22 7l-2.8 1.2L18 11l-1.2-2.8L14 7l2.8-1.2z",
  contract: "published",
  guide,
  transport: "rest",
  settings: [
    secret("token", "Token", { help: "Token de acesso, na página da sua conta na Cosmos" }),
    text("user_agent", "Identificação do cliente", {
      defaultValue: "Cosmos-API-Request",
      help: "Cabeçalho User-Agent: a Cosmos recusa outro. Não altere sem orientação dela",
    }),
    integer("limite_diario", "Consultas por dia", {
      defaultValue: "25",
      min: 1,
      max: 1_000_000,
      help: "Limite do seu plano. O Enlace nunca passa dele",
    }),
    integer("reserva_novos", "Reserva para produtos novos", {
      defaultValue: "5",
      min: 0,
      max: 100_000,
      help: "Consultas do dia que a varredura da madrugada deixa para produtos cadastrados depois",
    }),
    integer("dias_repetir", "Dias até perguntar novamente", {
      defaultValue: "180",
      min: 1,
      max: 3650,
      help: "De um produto que a Cosmos conhece",
    }),
    integer("dias_desconhecido", "Dias até perguntar novamente por um desconhecido", {
      defaultValue: "30",
      min: 1,
      max: 3650,
      help: "De um código que a Cosmos não conhece",
    }),
    url("url_base", "Endereço", {
      defaultValue: "https://api.cosmos.bluesoft.com.br",
      help: "Endereço da API da Cosmos",
    }),
  ],
  budget: { calls: 2, perSeconds: 1, burst: 5 },
  check: async (ctx) => {
    const asked = await askCosmos(ctx, PROBE);
    if (asked.kind === "quota")
      throw new PartnerError(
        "rate_limited",
        "A Cosmos aceitou o token, mas a cota de consultas de hoje acabou.",
      );
    return "Token aceito pela Cosmos. O teste usou uma consulta da cota de hoje.";
  },
  operations: {
    sweep: {
      label: "Varredura do cadastro",
      schedule: daily("01:30"),
      period: daysBack(0),
      collect: collectSweep,
    },
    created: {
      label: "Produtos novos",
      schedule: everyMinutes(60),
      period: daysBack(0),
      collect: collectCreated,
    },
  },
});
