import { FAULT_KINDS, type Fault, type FaultKind } from "./faults.ts";
import { PAGE_SCRIPT, PAGE_STYLE } from "./page-assets.ts";
import type { Partner, Received } from "./partner.ts";

const SHOWN = 50;

const FAULT_LABEL: Record<FaultKind, string> = {
  slow: "Lento (2 s)",
  down: "Fora do ar",
  status: "Erro do servidor",
  garbage: "Resposta sem sentido",
  rate_limited: "Limite de chamadas",
  lose_answer: "Recebe e perde a resposta (1 vez)",
  unauthorized: "Recusa a senha",
  echo: "Recusa e repete o pedido",
  disk_full: "Disco cheio",
  drop_midway: "Cai no meio do envio (1 vez)",
};

/** What a button sends; faults that lose data once are limited to once. */
const FAULT_PRESET: Partial<Record<FaultKind, Omit<Fault, "kind">>> = {
  slow: { ms: 2_000 },
  rate_limited: { times: 3, retryAfter: 5 },
  lose_answer: { times: 1 },
  drop_midway: { times: 1 },
};

const VERDICT_LABEL: Record<Received["verdict"], string> = {
  ok: "Certo",
  problems: "Com problemas",
  refused: "Recusado",
};

const escape = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
const number = new Intl.NumberFormat("pt-BR");
const moment = new Intl.DateTimeFormat("pt-BR", {
  dateStyle: "short",
  timeStyle: "medium",
  timeZone: "America/Sao_Paulo",
});

function describeFault(fault: Fault): string {
  const details = [
    fault.address,
    fault.status && `código ${fault.status}`,
    fault.ms && `${fault.ms} ms`,
    fault.retryAfter !== undefined && `Retry-After ${fault.retryAfter}`,
    fault.times && `mais ${fault.times} ${fault.times === 1 ? "vez" : "vezes"}`,
  ].filter(Boolean);
  return `${FAULT_LABEL[fault.kind].replace(/ \(.*/, "")}${details.length ? ` (${details.join(", ")})` : ""}`;
}

function renderRow(partner: Partner, received: Received): string {
  const name = partner.findFile(received.name)
    ? `<a href="/${partner.id}/files/${encodeURIComponent(received.name)}">${escape(received.name)}</a>`
    : escape(received.name);
  const problems = received.problems.length
    ? `<ul>${received.problems.map((problem) => `<li>${escape(problem)}</li>`).join("")}</ul>`
    : "";
  return `<tr><td><time datetime="${received.at}">${moment.format(new Date(received.at))}</time></td><td class="name">${name}${problems}</td><td class="number">${number.format(received.rows)}</td><td><span class="verdict ${received.verdict}">${VERDICT_LABEL[received.verdict]}</span></td></tr>`;
}

function renderPartner(partner: Partner): string {
  const active = partner.faults.list();
  const buttons = FAULT_KINDS.filter((kind) => partner.faults.supported.includes(kind)).map(
    (kind) => {
      const on = active.some((fault) => fault.kind === kind);
      const body = on ? { clear: kind } : { kind, ...FAULT_PRESET[kind] };
      return `<button type="button" aria-pressed="${on}" data-path="/${partner.id}/faults" data-body="${escape(JSON.stringify(body))}">${FAULT_LABEL[kind]}</button>`;
    },
  );
  const recent = partner.received().slice(-SHOWN).reverse();
  return `<section aria-labelledby="${partner.id}">
<h2 id="${partner.id}">${partner.name} <small class="${active.length ? "failing" : "well"}">${active.length ? "com falha ligada" : "funcionando"}</small></h2>
<div class="columns">
<div><h3>Acesso</h3><dl>${partner.access.map(([label, value]) => `<dt>${escape(label)}</dt><dd><code>${escape(value)}</code></dd>`).join("")}</dl></div>
<div><h3>Recebido</h3><dl>${Object.entries(partner.counts())
    .map(([label, value]) => `<dt>${escape(label)}</dt><dd>${number.format(value)}</dd>`)
    .join("")}</dl></div>
</div>
<h3>Falhas</h3>
<p>${active.length ? `Ligadas: ${active.map((fault) => escape(describeFault(fault))).join("; ")}.` : "Nenhuma falha ligada."}</p>
<p class="buttons">${buttons.join("")}</p>
<h3>Últimos recebidos</h3>
${
  recent.length
    ? `<div class="scroll" tabindex="0" role="region" aria-label="Últimos recebidos de ${partner.name}"><table><thead><tr><th>Quando</th><th>O quê</th><th class="number">Registros</th><th>Conferência</th></tr></thead><tbody>${recent.map((one) => renderRow(partner, one)).join("")}</tbody></table></div>`
    : "<p>Nada ainda. Execute uma integração e atualize esta página.</p>"
}
<p class="buttons"><button type="button" class="danger" data-path="/${partner.id}/reset" data-body="{}" data-confirm="Apagar tudo o que ${partner.name} recebeu e desligar as falhas?">Apagar recebidos e desligar falhas</button></p>
</section>`;
}

/** The page of the stand-ins: how to reach each, what it received, and buttons to make it fail. */
export function renderPage(partners: readonly Partner[]): string {
  return `<!doctype html>
<html lang="pt-BR"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>Parceiros de demonstração</title><link rel="icon" href="data:,"><style>${PAGE_STYLE}</style></head>
<body><header><h1>Parceiros de demonstração</h1>
<p>Servidores que fazem o papel dos parceiros, só nesta máquina. As senhas são inventadas e não abrem nada além deles.</p>
<nav aria-label="Parceiros">${partners.map((partner) => `<a href="#${partner.id}">${partner.name}</a>`).join("")}<a href="/">Atualizar</a></nav>
<p id="message" role="status"></p></header>
<main>${partners.map(renderPartner).join("\n")}</main>
<script>${PAGE_SCRIPT}</script></body></html>`;
}
