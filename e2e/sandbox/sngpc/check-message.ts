import type { XmlPart } from "./read-message.ts";

const BOXED =
  "registroMSMedicamento numeroLoteMedicamento quantidadeMedicamento unidadeMedidaMedicamento";
const WEIGHED = "codigoInsumo numeroLoteInsumo insumoCNPJFornecedor quantidadeInsumo tipoUnidade";
const DOSED =
  "quantidadeDeInsumoPorUnidadeFarmacotecnica unidadeDeMedidaDoInsumo unidadeFarmacotecnica quantidadeDeUnidadesFarmacotecnicas";
const NOTE = "numeroNotaFiscal tipoOperacaoNotaFiscal dataNotaFiscal cnpjOrigem cnpjDestino";

/** Children of each element in their order; `*` any number, `?` at most one. Elements that are not here hold text. */
const ORDER: Record<string, string> = {
  mensagemSNGPC: "cabecalho corpo",
  mensagemSNGPCInventario: "cabecalho corpo",
  "mensagemSNGPC/cabecalho": "cnpjEmissor cpfTransmissor dataInicio dataFim",
  "mensagemSNGPCInventario/cabecalho": "cnpjEmissor cpfTransmissor data",
  corpo: "medicamentos insumos",
  "mensagemSNGPC/medicamentos":
    "entradaMedicamentos* saidaMedicamentoVendaAoConsumidor* saidaMedicamentoTransferencia* saidaMedicamentoPerda* entradaMedicamentoTransformacao* saidaMedicamentoTransformacaoVendaAoConsumidor* saidaMedicamentoTransformacaoPerda*",
  "mensagemSNGPC/insumos":
    "entradaInsumos* saidaInsumoVendaAoConsumidor* saidaInsumoTransferencia* saidaInsumoPerda*",
  "mensagemSNGPCInventario/medicamentos": "entradaMedicamentos*",
  "mensagemSNGPCInventario/insumos": "entradaInsumos*",
  "mensagemSNGPC/entradaMedicamentos":
    "notaFiscalEntradaMedicamento medicamentoEntrada* dataRecebimentoMedicamento",
  "mensagemSNGPCInventario/entradaMedicamentos": "medicamentoEntrada",
  "mensagemSNGPCInventario/entradaInsumos": "insumoEntrada",
  notaFiscalEntradaMedicamento: NOTE,
  notaFiscalTransferenciaMedicamento: NOTE,
  notaFiscalEntradaInsumo: NOTE,
  notaFiscalTransferenciaInsumo: NOTE,
  medicamentoEntrada: `classeTerapeutica ${BOXED}`,
  medicamentoVenda: `usoProlongado ${BOXED}`,
  medicamentoTransferencia: BOXED,
  medicamentoPerda: BOXED,
  saidaMedicamentoVendaAoConsumidor:
    "tipoReceituarioMedicamento numeroNotificacaoMedicamento dataPrescricaoMedicamento prescritorMedicamento usoMedicamento compradorMedicamento? pacienteMedicamento? medicamentoVenda* dataVendaMedicamento",
  entradaMedicamentoTransformacao: "medicamentoTransformacaoEntrada* dataTransformacaoEntrada",
  medicamentoTransformacaoEntrada: `${BOXED} quantidadeInsumo unidadeDeMedidaDoInsumo`,
  saidaMedicamentoTransformacaoVendaAoConsumidor:
    "tipoReceituarioMedicamento numeroNotificacaoMedicamento dataPrescricaoMedicamento prescritorMedicamento usoMedicamento compradorMedicamento? pacienteMedicamento? medicamentoVenda* dataVendaMedicamento",
  "saidaMedicamentoTransformacaoVendaAoConsumidor/medicamentoVenda": `usoProlongado registroMSMedicamento numeroLoteMedicamento ${DOSED}`,
  saidaMedicamentoTransformacaoPerda:
    "motivoPerdaMedicamento medicamentoPerda dataPerdaMedicamento",
  "saidaMedicamentoTransformacaoPerda/medicamentoPerda":
    "registroMSMedicamento numeroLoteMedicamento quantidadeInsumo unidadeDeMedidaDoInsumo",
  prescritorMedicamento:
    "nomePrescritor numeroRegistroProfissional conselhoProfissional UFConselho",
  compradorMedicamento:
    "nomeComprador tipoDocumento numeroDocumento orgaoExpedidor UFEmissaoDocumento",
  prescritorInsumo: "nomePrescritor numeroRegistroProfissional conselhoProfissional UFConselho",
  compradorInsumo: "nomeComprador tipoDocumento numeroDocumento orgaoExpedidor UFEmissaoDocumento",
  pacienteInsumo: "nome idade unidadeIdade sexo cid",
  saidaInsumoVendaAoConsumidor:
    "tipoReceituarioInsumo numeroNotificacaoInsumo dataPrescricaoInsumo prescritorInsumo usoInsumo compradorInsumo? pacienteInsumo? substanciaInsumoVendaAoConsumidor* dataVendaInsumo",
  substanciaInsumoVendaAoConsumidor: `usoProlongado insumoVendaAoConsumidor ${DOSED}`,
  insumoVendaAoConsumidor: "codigoInsumo numeroLoteInsumo insumoCNPJFornecedor",
  pacienteMedicamento: "nome idade unidadeIdade sexo cid",
  saidaMedicamentoTransferencia:
    "notaFiscalTransferenciaMedicamento medicamentoTransferencia* dataTransferenciaMedicamento",
  saidaMedicamentoPerda: "motivoPerdaMedicamento medicamentoPerda dataPerdaMedicamento",
  "mensagemSNGPC/entradaInsumos": "notaFiscalEntradaInsumo insumoEntrada* dataRecebimentoInsumo",
  insumoEntrada: `classeTerapeutica ${WEIGHED}`,
  insumoTransferencia: WEIGHED,
  saidaInsumoTransferencia:
    "notaFiscalTransferenciaInsumo insumoTransferencia* dataTransferenciaInsumo",
  saidaInsumoPerda: "motivoPerdaInsumo substanciaInsumoPerda dataPerdaInsumo insumoCNPJFornecedor",
  substanciaInsumoPerda: "insumoPerda quantidadeInsumoPerda tipoUnidadePerda",
  insumoPerda: "codigoInsumo numeroLoteInsumo insumoCNPJFornecedor",
};

const STATES = "AC|AL|AM|AP|BA|CE|DF|ES|GO|MA|MG|MS|MT|PA|PB|PE|PI|PR|RJ|RN|RO|RR|RS|SC|SE|SP|TO";
const DATE = /^\d{4}-\d\d-\d\d$/;
const WEIGHT = /^(?!0+(\.0+)?$)\d{1,6}(\.\d{1,6})?$/;
const NAME = /^.{1,100}$/s;
const NUMBER = /^.{1,30}$/s;

/** What the text of an element must look like. */
const VALUES: Record<string, RegExp> = {
  cnpjEmissor: /^\d{14}$/,
  cnpjOrigem: /^\d{14}$/,
  cnpjDestino: /^\d{14}$/,
  insumoCNPJFornecedor: /^\d{14}$/,
  cpfTransmissor: /^\d{11}$/,
  dataInicio: DATE,
  dataFim: DATE,
  data: DATE,
  dataNotaFiscal: DATE,
  dataPrescricaoMedicamento: DATE,
  dataRecebimentoMedicamento: DATE,
  dataVendaMedicamento: DATE,
  dataTransferenciaMedicamento: DATE,
  dataPerdaMedicamento: DATE,
  dataRecebimentoInsumo: DATE,
  dataTransferenciaInsumo: DATE,
  dataPerdaInsumo: DATE,
  dataTransformacaoEntrada: DATE,
  dataPrescricaoInsumo: DATE,
  dataVendaInsumo: DATE,
  numeroNotaFiscal: /^\d{1,9}$/,
  tipoOperacaoNotaFiscal: /^[123]$/,
  classeTerapeutica: /^[12]$/,
  registroMSMedicamento: /^1\d{12,13}$/,
  codigoInsumo: /^\d{5}$/,
  numeroLoteMedicamento: /^.{0,20}$/,
  numeroLoteInsumo: /^.{0,20}$/,
  quantidadeMedicamento: /^(?!0+$)\d{1,6}$/,
  unidadeMedidaMedicamento: /^[12]$/,
  quantidadeInsumo: WEIGHT,
  quantidadeInsumoPerda: WEIGHT,
  tipoUnidade: /^[123]$/,
  tipoUnidadePerda: /^[123]$/,
  unidadeDeMedidaDoInsumo: /^[123]$/,
  unidadeFarmacotecnica: /^[1-4]$/,
  quantidadeDeInsumoPorUnidadeFarmacotecnica: /^(?!0+(\.0+)?$)\d{1,9}(\.\d{1,6})?$/,
  quantidadeDeUnidadesFarmacotecnicas: /^(?!0+(\.0+)?$)\d{1,4}(\.\d{1,6})?$/,
  tipoReceituarioMedicamento: /^[1-5]$/,
  numeroNotificacaoMedicamento: /^.{0,10}$/,
  usoMedicamento: /^[12]$/,
  tipoReceituarioInsumo: /^[1-5]$/,
  numeroNotificacaoInsumo: /^.{0,10}$/,
  usoInsumo: /^[12]$/,
  usoProlongado: /^[SN]?$/,
  motivoPerdaMedicamento: /^([1-9]|10)$/,
  motivoPerdaInsumo: /^([1-9]|10)$/,
  nomePrescritor: NAME,
  nomeComprador: NAME,
  nome: NAME,
  numeroRegistroProfissional: NUMBER,
  numeroDocumento: NUMBER,
  conselhoProfissional: /^(CRM|CRMV|CRO|CRF|RMS)$/,
  UFConselho: new RegExp(`^(${STATES})$`),
  UFEmissaoDocumento: new RegExp(`^(${STATES})$`),
  tipoDocumento: /^(1|2|4|5|6|7|8|10|11|13|14|19|20|21|22|38|39|40|50|62)$/,
  orgaoExpedidor:
    /^(SSP|SESP|SES|SEJSP|SJS|SJTC|SSIPT|SDS|SRF|PM|DPF|DGPC|DIC|IFP|IPF|ITB|IDAMP|OAB|MAER|MEX|MM|MRE|MTE|IN|JUNTA|PREF|GOVEST|ANVISA|CBM|VACIV|VAMEN|CF[EPN]|COREN|CORECON|CR(A|B|BM|C|CI|E|EA|EFITO|F|FA|M|MV|N|O|P|Q))$/,
  idade: /^\d{1,3}$/,
  unidadeIdade: /^[12]$/,
  sexo: /^[12]$/,
  cid: /^.{0,4}$/,
};

/** What does not follow the schema, element by element. */
export function checkMessage(root: XmlPart): string[] {
  const problems: string[] = [];
  if (!["mensagemSNGPC", "mensagemSNGPCInventario"].includes(root.name))
    return [`a raiz é ${root.name}`];
  checkPart(root, root.name, "", problems);
  return problems;
}

function checkPart(part: XmlPart, root: string, parent: string, problems: string[]): void {
  if (part.namespace !== "urn:sngpc-schema")
    problems.push(`${part.name} está fora do namespace urn:sngpc-schema`);
  // One name, other contents: inside a transformation, and in an inventory.
  const order =
    ORDER[`${parent}/${part.name}`] ?? ORDER[`${root}/${part.name}`] ?? ORDER[part.name];
  if (order === undefined) {
    const value = VALUES[part.name];
    if (part.parts.length > 0 || value === undefined)
      problems.push(`o elemento ${part.name} não é esperado aqui`);
    else if (!value.test(part.text)) problems.push(`o valor de ${part.name} não é aceito`);
    return;
  }
  if (part.text.trim() !== "") problems.push(`${part.name} não pode ter texto`);
  const expected = order
    .split(" ")
    .map((name) => `(?:${name.replace(/[*?]$/, "")},)${/[*?]$/.exec(name)?.[0] ?? ""}`)
    .join("");
  if (!new RegExp(`^${expected}$`).test(part.parts.map(({ name }) => `${name},`).join("")))
    problems.push(`${part.name} não tem os elementos esperados, ou não na ordem`);
  for (const child of part.parts) checkPart(child, root, part.name, problems);
}
