import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "A IQVIA mede a demanda de medicamentos. O Enlace gera um arquivo por dia com o que cada loja vendeu, no leiaute que a IQVIA combinou com a rede, e o entrega por FTP.",
  ask: [
    "O código da rede (CD_EMP_IMS) e o código de cada loja no painel",
    "Servidor, usuário, senha e pasta do FTP, e se a conexão é segura (FTPS)",
    "O leiaute do arquivo: campos na ordem, tamanhos, casas decimais, formato da data, separador e codificação",
  ],
  how: [
    "O dia de ontem segue todos os dias às 05:00 (horário ajustável), em um arquivo com o código da rede e a data no nome.",
    "Cada linha é um medicamento vendido em uma loja no dia. Devoluções e cancelamentos são descontados, ou não, conforme a chave “Devoluções”.",
    "Somente medicamentos (com registro na Anvisa) e com EAN válido são enviados.",
    "O leiaute é montado em Configurações, linha a linha; no começo vem um exemplo legível, com separador e títulos. A janela mostra como o arquivo fica, com dados inventados.",
    "Um arquivo refeito por “Reprocessar” tem o mesmo nome e substitui o anterior.",
  ],
  assumed: [
    "A IQVIA não publica o leiaute do arquivo: o que vem preenchido é um exemplo e deve ser trocado pelo do contrato.",
    "Um arquivo com o mesmo nome substitui o anterior.",
  ],
};
