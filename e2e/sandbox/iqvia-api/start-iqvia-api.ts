import { createHash, randomUUID } from "node:crypto";
import path from "node:path";
import { openJournal } from "../control/journal.ts";
import type { Partner, StandInOptions } from "../control/partner.ts";
import { isSame, type RestAnswer, type RestRequest, serveRest } from "../control/serve-rest.ts";
import { checkDay } from "./check-day.ts";
import { readMultipart, unzip } from "./read-upload.ts";

/** How to reach the stand-in of IQVIA's API. */
export interface IqviaApiAccess {
  url: string;
  clientId: string;
  clientSecret: string;
}

interface Upload {
  guid: string;
  at: number;
  name: string;
  days: Array<{ day: string; rows: number }>;
  problems: string[];
}

const NAME = /^U_([A-Z0-9_-]+)_(\d{8})_(\d{8})\.zip$/;
const listDays = (first: string, last: string) => {
  const days: string[] = [];
  for (
    let time = Date.parse(first);
    time <= Date.parse(last) && days.length < 400;
    time += 86_400_000
  )
    days.push(new Date(time).toISOString().slice(0, 10).replaceAll("-", ""));
  return days;
};
const dashed = (compact: string) =>
  `${compact.slice(0, 4)}-${compact.slice(4, 6)}-${compact.slice(6)}`;

/** Starts IQVIA's API: token, upload, and a verdict that comes later. */
export async function startIqviaApi({
  port,
  folder,
  verdictDelay,
}: StandInOptions & { verdictDelay: number }): Promise<{
  access: IqviaApiAccess;
  partner: Partner;
}> {
  const account = { clientId: "REDE_MODELO", clientSecret: "iqvia-modelo-44" };
  const token = createHash("sha256").update(`${account.clientSecret}:token`).digest("hex");
  const journal = openJournal<Upload>(path.join(folder, "uploads.ndjson"));
  const refuse = (status: number, message: string): RestAnswer => ({
    status,
    body: { mensagem: message },
    problems: [message],
  });
  const accepted = () => journal.records.filter(({ problems }) => problems.length === 0);

  async function receive(request: RestRequest): Promise<RestAnswer> {
    const file = readMultipart(request.headers["content-type"] ?? "", request.body, "file");
    if (file.problem !== null) return refuse(400, file.problem);
    const [, client, first = "", last = ""] = NAME.exec(file.name) ?? [];
    if (client !== account.clientId)
      return refuse(
        400,
        `Nome ${file.name} fora do padrão U_${account.clientId}_AAAAMMDD_AAAAMMDD.zip`,
      );
    const files = await unzip(file.content);
    if (!files) return refuse(400, "O arquivo não é um ZIP com deflate");
    const expected = listDays(dashed(first), dashed(last)).map((day) => `U_${client}_${day}.json`);
    const problems =
      files.map(({ name }) => name).join() === expected.join()
        ? []
        : [
            `O ZIP deve ter um JSON por dia do período: ${expected.length} esperados, ${files.length} recebidos`,
          ];
    const checks = files.map(({ name, content }) => checkDay(name, content));
    problems.push(...checks.flatMap((check) => check.problems));
    const upload: Upload = {
      guid: randomUUID(),
      at: Date.now(),
      name: file.name,
      days: checks.map(({ day, rows }) => ({ day, rows })),
      problems: problems.slice(0, 20),
    };
    journal.append(upload);
    return {
      status: 200,
      body: { guid: upload.guid },
      rows: checks.reduce((sum, { rows }) => sum + rows, 0),
      problems,
    };
  }

  function answerState(guid: string): RestAnswer {
    const upload = journal.records.find((one) => one.guid === guid);
    if (!upload) return refuse(404, "guid desconhecido");
    if (Date.now() - upload.at < verdictDelay)
      return { status: 200, body: { guid, status: "PROCESSANDO" }, quiet: true };
    const body =
      upload.problems.length === 0
        ? { guid, status: "PROCESSADO" }
        : {
            guid,
            status: "ERRO",
            erros: upload.problems.map((mensagem) => ({ codigo: "LAYOUT", mensagem })),
          };
    return { status: 200, body, quiet: true };
  }

  const { url, partner } = await serveRest({
    id: "iqvia-api",
    name: "IQVIA API",
    port,
    folder,
    authorized: ({ path: place, json, headers }) => {
      if (!place.endsWith("/authenticate")) return isSame(headers.authorization, `Bearer ${token}`);
      const { client_id: id, client_secret: secret } = (json ?? {}) as Record<string, unknown>;
      return id === account.clientId && isSame(String(secret), account.clientSecret);
    },
    answer: (request) => {
      const { method, path: place } = request;
      if (method === "POST" && place === "/api/v1/security/authenticate")
        return { status: 200, body: { token }, quiet: true };
      if (method === "POST" && place === "/api/v1/layout1/upload") return receive(request);
      const guid = /^\/api\/v1\/layout1\/status\/([0-9a-f-]+)$/.exec(place)?.[1];
      return method === "GET" && guid ? answerState(guid) : refuse(404, "Endereço desconhecido");
    },
    counts: () => {
      const days = new Map(
        accepted().flatMap(({ days: list }) => list.map(({ day, rows }) => [day, rows] as const)),
      );
      return {
        "Dias aceitos": days.size,
        "Linhas aceitas": [...days.values()].reduce((sum, rows) => sum + rows, 0),
        "Arquivos recebidos": journal.records.length,
        "Dias substituídos":
          accepted().reduce((sum, { days: list }) => sum + list.length, 0) - days.size,
        "Arquivos recusados": journal.records.length - accepted().length,
      };
    },
    reset: () => journal.clear(),
    access: (address) => [
      ["Protocolo", "HTTP, token, ZIP em multipart"],
      ["Endereço", address],
      ["Client id", account.clientId],
      ["Client secret", account.clientSecret],
    ],
  });
  return { access: { url, ...account }, partner };
}
