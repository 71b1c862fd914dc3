import type { ReservationRow, Tenant } from "./tenant.ts";

/** "2026-10-10" plus so many months, kept inside the month. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const shifted = new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)));
  return shifted.toISOString().slice(0, 10);
}

/** What the contract is said to be worth. */
export function statedCents(row: ReservationRow): number {
  return row.statedCents ?? totalCents(row);
}

/** What all instalments sum to. */
export function totalCents(row: ReservationRow): number {
  return row.conditions.reduce((sum, { count, amountCents }) => sum + count * amountCents, 0);
}

/** Cents as this tenant writes money. */
export function money(tenant: Tenant, cents: number): string {
  const whole = (cents / 100).toFixed(2);
  return tenant.quirks.threeDecimals ? `${whole}0` : whole;
}

function personOf({ store }: Tenant, id: number): Record<string, unknown> {
  const person = store.get("people", id);
  if (!person) return {};
  const { other } = person;
  return {
    nome: person.nome,
    idpessoa_cv: id,
    idpessoa_int: person.idpessoa_int,
    documento_tipo: person.documento_tipo.toUpperCase(),
    documento: person.documento.replace(/^(\d{3})(\d{3})(\d{3})(\d{2})$/, "$1.$2.$3-$4"),
    nascimento: toIsoDay(other.data_nasc),
    rg: other.rg ?? "",
    rg_orgao_emissor: other.rg_orgao_emissor ?? "",
    rg_data_emissao: toIsoDay(other.rg_data_emissao),
    estado_civil: CIVIL_STATUS[Number(other.estado_civil)] ?? "",
    profissao: other.profissao ?? "",
    endereco: other.endereco ?? "",
    numero: other.numero ?? "",
    complemento: other.complemento ?? "",
    bairro: other.bairro ?? "",
    cep: other.cep ?? "",
    cidade: other.cidade ?? "",
    estado: other.estado ?? "",
    pais: other["país"] ?? "Brasil",
    telefone: other.telefone ?? "",
    celular: "",
    email: other.email ?? "",
    sexo: other.sexo ?? "",
    renda_familiar: other.renda_familiar ?? null,
  };
}

const CIVIL_STATUS: Readonly<Record<number, string>> = {
  1: "Casado(a) - Comunhão parcial de bens",
  2: "Divorciado(a)",
  3: "Separado(a)",
  4: "Solteiro(a)",
  5: "Viúvo(a)",
  6: "Outros",
  7: "União estável",
  8: "Casado(a) - Comunhão total de bens",
  9: "Casado(a) - Separação total de bens",
  10: "Casado(a) - Participação final nos aquestos",
};

function toIsoDay(value: unknown): string | null {
  const text = typeof value === "string" ? value : "";
  return /^\d{2}\/\d{2}\/\d{4}$/.test(text) ? text.split("/").reverse().join("-") : text || null;
}

interface Asked {
  conditions: boolean;
  additionalFields: boolean;
  commissions: boolean;
}

/** A reservation as the main GET and the list write it: our key is not in it. */
export function renderReservation(
  tenant: Tenant,
  id: number,
  row: ReservationRow,
  asked: Asked,
): Record<string, unknown> {
  const { catalogue, store } = tenant;
  const development = catalogue.developments.find((one) => one.id === row.developmentId);
  const unit = store.get("units", row.unitId);
  const broker = store.get("brokers", row.brokerId);
  const agency = broker && store.get("agencies", broker.agencyId);
  const associates = row.associates.map(({ personId, typeId, share, party }) => ({
    tipo: catalogue.associationTypes.find((one) => one.id === typeId)?.name ?? "",
    porcentagem: share === null ? null : share.toFixed(2),
    ...(party === undefined ? {} : { participacao_contrato: party ? "S" : "N" }),
    ...personOf(tenant, personId),
  }));
  const total = statedCents(row);
  const commission = Math.round(total * 0.04);
  // Published: whoever asks for commissions gets the conditions less them.
  const net = asked.commissions ? total - commission : total;
  const shares = row.associates.reduce((sum, { share }) => sum + (share ?? 0), 0);
  return {
    idproposta_cv: null,
    idproposta_int: null,
    situacao: {
      idsituacao: row.situationId,
      situacao: catalogue.situations.find((one) => one.id === row.situationId)?.name ?? "",
    },
    vendida: row.soldAt ? "S" : null,
    data: row.createdAt,
    data_contrato: null,
    data_venda: row.soldAt,
    data_cancelamento: row.cancelledAt,
    descricao_motivo_cancelamento: row.cancellationReason,
    data_distrato: row.dissolvedAt,
    descricao_motivo_distrato: row.dissolutionReason,
    idtipovenda: row.saleTypeId,
    tipovenda: catalogue.saleTypes.find((one) => one.id === row.saleTypeId)?.name ?? null,
    observacoes: "",
    imobiliaria: {
      email: agency?.email ?? "",
      telefone: "",
      cnpj: agency?.cnpj.replace(/^(.{2})(.{3})(.{3})(.{4})(.{2})$/, "$1.$2.$3/$4-$5") ?? "",
    },
    unidade: {
      empreendimento: development?.name ?? "",
      idempreendimento_cv: row.developmentId,
      idempreendimento_int: development?.code ?? null,
      etapa: "Fase 1",
      idetapa_cv: row.developmentId * 10 + 1,
      idetapa_int: String(development?.enterpriseId ?? ""),
      bloco: unit?.block ?? "",
      idbloco_int: unit?.block ?? "",
      unidade: unit?.name ?? "",
      idunidade_cv: row.unitId,
      idunidade_int: unit?.code ?? null,
      planta: null,
      tipologia: "2Q",
      area_privativa: "48.50",
      andar: "1",
      vagas_garagem: 1,
    },
    titular: { ...personOf(tenant, row.personId), porcentagem: (100 - shares).toFixed(2) },
    // PHP writes an empty map as an empty list.
    associados: associates.length
      ? Object.fromEntries(associates.map((associate, index) => [String(88 + index), associate]))
      : [],
    associados_array: associates,
    corretor: {
      corretor: broker?.name ?? "",
      idcorretor_cv: row.brokerId,
      idcorretor_int: null,
      idimobiliaria_cv: broker?.agencyId ?? null,
      idimobiliaria_int: null,
      email: broker?.email ?? "",
      telefone: broker?.phone ?? "",
      documento: broker?.document ?? "",
      cnpj_faturamento: null,
      creci: broker?.creci ?? "",
      imobiliaria: agency?.name ?? "",
    },
    condicoes: {
      valor_contrato: money(tenant, net),
      valor_venda: money(tenant, total),
      total_proposta: money(tenant, total),
      series: asked.conditions
        ? row.conditions.map((condition, index) => {
            const series = catalogue.series.find((one) => one.id === condition.seriesId);
            return {
              idcondicao: id * 10 + index,
              indexador: indexerName(tenant, condition.indexerId),
              forma_pagamento: "Boleto",
              quantidade: condition.count,
              serie: series?.name ?? "",
              idserie_int: series?.code ?? null,
              possui_juros: condition.interest ? "S" : "N",
              possui_correcao: "S",
              juros_condicao: "NC",
              valor: money(tenant, condition.amountCents),
              vencimento: condition.firstDueDay,
              fixo: "N",
            };
          })
        : [],
    },
    comissoes:
      asked.commissions || tenant.quirks.showsCommissions
        ? {
            "1234": {
              comissao_para: "Corretor",
              comissao_quem: broker?.name ?? "",
              comissao_tipo: tenant.quirks.commissionKind === "word" ? "Comissão" : "C",
              comissao_porcentagem: "4.00",
              comissao_valor: money(tenant, commission),
            },
            comissao_valortotal: money(tenant, commission),
            premio_valortotal: "0.00",
          }
        : [],
    contratos: store
      .list("contracts")
      .filter(({ value }) => value.reservationId === id)
      .map((file) => ({
        idcontrato: file.id,
        contrato: file.value.name,
        data: row.createdAt.slice(0, 10),
      })),
    campos_adicionais: asked.additionalFields
      ? [
          {
            idcampo_adicional: 4,
            nome: "Código Hub",
            valor: row.additionalFields["4"] ?? "",
            nome_referencia: "codigo_hub",
          },
        ]
      : [],
    ultima_mensagem: null,
    leads_associados: [],
  };
}

export function indexerName({ catalogue }: Tenant, id: number | null): string {
  return catalogue.indexers.find((one) => one.id === id)?.name ?? "INCC";
}

/** The payment conditions, which do show our key. */
export function renderConditions(tenant: Tenant, id: number, row: ReservationRow): object {
  const isPublished = tenant.quirks.values === "published" && !tenant.quirks.threeDecimals;
  const figure = (cents: number) => (isPublished ? cents / 100 : money(tenant, cents));
  const flag = (letter: "S" | "N") => (isPublished ? { S: "Sim", N: "Não" }[letter] : letter);
  const total = figure(statedCents(row));
  return {
    idreserva: id,
    idreserva_int: row.code,
    valor_total_contrato: total,
    valor_total_com_juros: total,
    valor_liquido: total,
    condicao: row.conditions.map((condition) => {
      const series = tenant.catalogue.series.find((one) => one.id === condition.seriesId);
      const amount = figure(condition.amountCents);
      return {
        idserie: condition.seriesId,
        idserie_int: series?.code ?? null,
        serie: series?.name ?? "",
        sigla: series?.initials ?? "",
        valor_total: figure(condition.count * condition.amountCents),
        quantidade_parcelas: condition.count,
        tipo_juros: condition.interest ? "TP" : "SJ",
        tipo_juros_descricao: condition.interest ? "Tabela Price." : "Sem Juros",
        tipo: "V",
        correcao: flag("S"),
        retirar_comissao: flag(condition.holdsCommission),
        indexador: indexerName(tenant, condition.indexerId),
        portador: condition.bearer === undefined ? null : String(condition.bearer),
        data_cadastro: isPublished ? row.createdAt : row.createdAt.slice(0, 10),
        parcelas: Array.from({ length: condition.count }, (_, n) => ({
          vencimento: addMonths(
            condition.firstDueDay,
            n * (series?.period === "Semestral" ? 6 : 1),
          ),
          valor: amount,
          valor_liquido: amount,
          valor_com_juros: amount,
        })),
      };
    }),
  };
}
