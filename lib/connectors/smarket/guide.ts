import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "A Smarket planeja e mede ofertas (tabloides). Recebe o cadastro, os preços, o estoque e cada linha de cupom das suas lojas.",
  ask: [
    "Servidor, usuário e senha do FTP, e se a conexão é segura (FTPS)",
    "O código do segmento (seqsegmento) da sua rede na Smarket",
  ],
  how: [
    "Toda noite, às 02:00, envia o conjunto completo de cadastros e os cupons do dia anterior.",
    "Dias anteriores podem ser enviados em “Executar integração”, até 31 dias por vez.",
    "As metas por categoria, quando há, seguem junto: são as que estão em Movimentos › Metas por categoria. Sem nenhuma, o arquivo de metas não é enviado, e o que houver na Smarket fica como está.",
    "Textos seguem sem acentos e sem os separadores do arquivo, como a Smarket pede.",
    "Devoluções e cancelamentos seguem como linhas de quantidade negativa.",
  ],
  assumed: [
    "O formato de data e hora (AAAA-MM-DD HH:MM:SS) e o ponto decimal, observados em uma integração em uso e não publicados.",
    "O sentido de meta, competitividade e mídia no arquivo de metas: a meta segue em reais e os outros dois como foram escritos.",
  ],
};
