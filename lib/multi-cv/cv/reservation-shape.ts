// Long because it is one shape: a reservation as CV answers it, field by field.
import { z } from "zod";
import { kindOfDocument } from "../rules/kind-of-document.ts";
import {
  aDay,
  aFlag,
  anAmount,
  anId,
  anything,
  listOf,
  maybeAmount,
  maybeCode,
  maybeDay,
  maybeFlag,
  maybeId,
  maybeMoment,
  maybeNumber,
  objectOf,
  someDocument,
  someText,
} from "../wire/tolerant-shapes.ts";
import { commissionKind } from "./read-commission-kind.ts";

/** Person, as a reservation carries it. Personal data: never logged. */
const person = z
  .object({
    nome: someText,
    idpessoa_cv: maybeId,
    idpessoa_int: maybeCode,
    porcentagem: maybeNumber,
    documento_tipo: someText,
    documento: someDocument,
    passaporte: someDocument,
    nascimento: maybeDay,
  })
  .extend({
    rg: someText,
    rg_orgao_emissor: someText,
    rg_data_emissao: maybeDay,
    estado_civil: someText,
    data_casamento: maybeDay,
    profissao: someText,
    sexo: someText,
    renda_familiar: maybeAmount,
  })
  .extend({
    endereco: someText,
    numero: someText,
    complemento: someText,
    bairro: someText,
    cep: someText,
    cidade: someText,
    estado: someText,
    pais: someText,
  })
  .extend({ telefone: someText, celular: someText, email: someText })
  .transform((read) => ({
    id: read.idpessoa_cv,
    code: read.idpessoa_int,
    name: read.nome,
    document: read.documento || read.passaporte,
    documentKind: kindOfDocument(read.documento || read.passaporte, read.documento_tipo, read.pais),
    /** Per cent of the contract; null when not said. */
    share: read.porcentagem,
    birthDay: read.nascimento,
    rg: read.rg,
    rgIssuer: read.rg_orgao_emissor,
    rgDay: read.rg_data_emissao,
    /** As text here, as a number when written: see `civil-status.ts`. */
    civilStatus: read.estado_civil,
    weddingDay: read.data_casamento,
    profession: read.profissao,
    sex: read.sexo,
    income: read.renda_familiar,
    address: {
      street: read.endereco,
      number: read.numero,
      complement: read.complemento,
      district: read.bairro,
      postalCode: read.cep.replace(/\D/g, ""),
      city: read.cidade,
      state: read.estado,
      country: read.pais,
    },
    phone: read.telefone || read.celular,
    mobile: read.celular,
    email: read.email,
  }));

const associate = z
  .looseObject({
    tipo: someText,
    idtipo: maybeId,
    idtipo_associacao: maybeId,
    participacao_contrato: maybeFlag,
  })
  .transform((read) => ({
    ...person.parse(read),
    /** "Cônjuge", "Fiador": numbered differently in each tenant. */
    kind: read.tipo,
    kindId: read.idtipo_associacao ?? read.idtipo,
    /** Whether this person is a party of the contract; null when not said. */
    participates: read.participacao_contrato,
  }));

const unit = z
  .object({
    empreendimento: someText,
    idempreendimento_cv: maybeId,
    idempreendimento_int: maybeCode,
    etapa: someText,
    idetapa_cv: maybeId,
    idetapa_int: maybeCode,
  })
  .extend({
    bloco: someText,
    idbloco_cv: maybeId,
    idbloco_int: maybeCode,
    unidade: someText,
    idunidade_cv: maybeId,
    idunidade_int: maybeCode,
  })
  .transform((read) => ({
    development: {
      id: read.idempreendimento_cv,
      code: read.idempreendimento_int,
      name: read.empreendimento,
    },
    stage: { id: read.idetapa_cv, code: read.idetapa_int, name: read.etapa },
    block: { id: read.idbloco_cv, code: read.idbloco_int, name: read.bloco },
    id: read.idunidade_cv,
    /** The Sienge unit in the tenants seen; shared by Hub and terminal (assumption A19). */
    code: read.idunidade_int,
    name: read.unidade,
  }));

const broker = z
  .object({
    corretor: someText,
    idcorretor_cv: maybeId,
    idcorretor_int: maybeCode,
    idimobiliaria_cv: maybeId,
    idimobiliaria_int: maybeCode,
    imobiliaria: someText,
  })
  .extend({
    email: someText,
    telefone: someText,
    documento: someDocument,
    cnpj_faturamento: someDocument,
    creci: someText,
  })
  .transform((read) => ({
    id: read.idcorretor_cv,
    code: read.idcorretor_int,
    name: read.corretor,
    document: read.documento,
    billingDocument: read.cnpj_faturamento,
    creci: read.creci,
    email: read.email,
    phone: read.telefone,
    agency: { id: read.idimobiliaria_cv, code: read.idimobiliaria_int, name: read.imobiliaria },
  }));

const series = z
  .object({
    idcondicao: maybeId,
    idserie: maybeId,
    idserie_int: maybeCode,
    serie: someText,
    sigla: someText,
    quantidade: anything,
    valor: anAmount,
    vencimento: aDay,
  })
  .extend({
    indexador: someText,
    forma_pagamento: someText,
    possui_juros: aFlag,
    possui_correcao: aFlag,
    fixo: maybeFlag,
  })
  .transform((read) => ({
    id: read.idcondicao,
    seriesId: read.idserie,
    seriesCode: read.idserie_int,
    name: read.serie,
    initials: read.sigla,
    count: maybeNumber.parse(read.quantidade) ?? 1,
    /** Of one instalment. */
    amount: read.valor,
    firstDueDay: read.vencimento,
    indexer: read.indexador,
    paymentForm: read.forma_pagamento,
    hasInterest: read.possui_juros,
    hasCorrection: read.possui_correcao,
  }));

const conditions = z
  .object({
    valor_contrato: maybeAmount,
    valor_venda: maybeAmount,
    total_proposta: maybeAmount,
    series: listOf(series),
  })
  .transform((read) => ({
    contractAmount: read.valor_contrato,
    saleAmount: read.valor_venda,
    proposalAmount: read.total_proposta,
    series: read.series,
  }));

const commission = z
  .object({
    comissao_para: someText,
    comissao_quem: someText,
    comissao_tipo: commissionKind,
    comissao_porcentagem: maybeNumber,
    comissao_valor: maybeAmount,
    documento: someDocument,
  })
  .transform((read) => ({
    to: read.comissao_para,
    who: read.comissao_quem,
    document: read.documento,
    kind: read.comissao_tipo,
    percent: read.comissao_porcentagem,
    amount: read.comissao_valor,
  }));

/** Numeric keys are commissions, two others are totals. */
const commissions = anything.transform((value) => {
  const held = value && typeof value === "object" ? (value as Record<string, unknown>) : {};
  const rows = Array.isArray(value)
    ? value
    : Object.entries(held).flatMap(([key, item]) => (/^\d+$/.test(key) ? [item] : []));
  return {
    rows: z.array(commission).parse(rows.filter((row) => row && typeof row === "object")),
    total: maybeAmount.parse(held.comissao_valortotal),
    prizes: maybeAmount.parse(held.premio_valortotal),
  };
});

const contract = z
  .object({ idcontrato: maybeId, contrato: someText, data: maybeDay })
  .transform((read) => ({ id: read.idcontrato, name: read.contrato, day: read.data }));

const additionalField = z
  .object({ idcampo_adicional: anId, nome: someText, valor: someText, nome_referencia: someText })
  .transform((read) => ({
    id: read.idcampo_adicional,
    name: read.nome,
    reference: read.nome_referencia,
    value: read.valor,
  }));

const situation = z.union([
  z
    .object({ idsituacao: maybeId, situacao: someText, nome: someText })
    .transform((read) => ({ id: read.idsituacao, name: read.situacao || read.nome })),
  someText.transform((name) => ({ id: null, name })),
]);

/** A reservation in full, from either of CV's ways of writing it. */
export const reservationShape = z
  .looseObject({
    situacao: situation,
    idreserva_int: maybeCode,
    vendida: aFlag,
    data: maybeMoment,
    data_contrato: maybeDay,
    data_venda: maybeMoment,
    data_cancelamento: maybeMoment,
    descricao_motivo_cancelamento: someText,
    data_distrato: maybeMoment,
    descricao_motivo_distrato: someText,
    idtipovenda: maybeId,
    tipovenda: someText,
    observacoes: someText,
    imobiliaria: objectOf(
      z.looseObject({ cnpj: someDocument, email: someText, telefone: someText }),
    ),
    unidade: objectOf(unit),
    titular: objectOf(person),
    associados: anything,
    associados_array: anything,
    corretor: anything,
    coretor: anything,
    condicoes: objectOf(conditions),
    comissoes: commissions,
    contratos: listOf(contract),
    campos_adicionais: listOf(additionalField),
    ultima_mensagem: anything,
  })
  .transform((read) => {
    const listed = listOf(associate).parse(read.associados_array);
    const seller = objectOf(broker).parse(read.corretor ?? read.coretor);
    return {
      /** Code of the other system, where this answer shows it: the main one often does not. */
      code: read.idreserva_int,
      situation: read.situacao,
      sold: read.vendida,
      createdAt: read.data,
      contractDay: read.data_contrato,
      soldAt: read.data_venda,
      cancelledAt: read.data_cancelamento,
      cancellationReason: read.descricao_motivo_cancelamento,
      dissolvedAt: read.data_distrato,
      dissolutionReason: read.descricao_motivo_distrato,
      saleType:
        read.idtipovenda === null && !read.tipovenda
          ? null
          : { id: read.idtipovenda, name: read.tipovenda },
      notes: read.observacoes,
      unit: read.unidade,
      holder: read.titular,
      associates: listed.length ? listed : listOf(associate).parse(read.associados),
      broker: {
        ...seller,
        agency: {
          ...seller.agency,
          document: read.imobiliaria.cnpj,
          email: read.imobiliaria.email,
          phone: read.imobiliaria.telefone,
        },
      },
      conditions: read.condicoes,
      commissions: read.comissoes,
      contracts: read.contratos,
      additionalFields: read.campos_adicionais,
    };
  });

/** A CV reservation ("reserva"). Holds personal data. */
export type Reservation = { id: number } & z.output<typeof reservationShape>;
export type ReservationPerson = Reservation["holder"];
