"use client";

import { KeyRound, ListFilter, Radio, Webhook } from "lucide-react";
import { useState } from "react";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { WebhookRow } from "@/lib/admin/multi-cv/list-webhooks.ts";
import { CopyField } from "./copy-field.tsx";
import { formatCount } from "@/lib/core/format-count.ts";

interface WebhookCardProps {
  row: WebhookRow;
  origin: string;
  timeZone: string;
  busy: boolean;
  /** null where the profile does not allow it. */
  acts: { register: () => void; list: () => void; renew: () => void; edit: () => void } | null;
}

/** One environment's address: where it calls, whether it is registered, what was seen and when. */
export function WebhookCard({ row, origin, timeZone, busy, acts }: WebhookCardProps) {
  const [whole, setWhole] = useState(false);
  const { endpoint } = row;
  const seen = whole ? row.seen : row.seen.slice(0, 4);
  return (
    <Card aria-label={`Webhooks de ${row.name}`}>
      <CardHeader>
        <CardTitle>{row.name}</CardTitle>
        {!endpoint ? (
          <Badge tone="neutral">Sem endereço</Badge>
        ) : !endpoint.active ? (
          <Badge tone="pending">Desligado</Badge>
        ) : endpoint.registrations > 0 ? (
          <Badge tone="done">{formatCount(endpoint.registrations, "registro", "registros")}</Badge>
        ) : (
          <Badge tone="pending">Não cadastrado</Badge>
        )}
      </CardHeader>
      <CardContent className="flex flex-col gap-3">
        {endpoint?.path && (
          <CopyField label={`Endereço de ${row.name}`} value={`${origin}${endpoint.path}`} />
        )}
        {endpoint && !endpoint.path && acts && (
          <p className="text-sm text-muted-foreground">
            A chave deste endereço não pode mais ser lida. Troque a chave e cadastre novamente.
          </p>
        )}
        <dl className="grid grid-cols-[8.5rem_1fr] gap-x-3 gap-y-1 text-sm">
          <dt className="text-muted-foreground">Último aviso</dt>
          <dd>
            {endpoint?.lastSeenAt ? (
              <RelativeTime value={endpoint.lastSeenAt} timeZone={timeZone} />
            ) : (
              "nunca"
            )}
          </dd>
          <dt className="text-muted-foreground">IPs autorizados</dt>
          <dd className="wrap-anywhere">
            {endpoint && endpoint.allowedAddresses.length > 0
              ? endpoint.allowedAddresses.join(", ")
              : "qualquer endereço IP"}
          </dd>
        </dl>
        {row.seen.length > 0 && (
          <ul
            aria-label={`Eventos de ${row.name} nos últimos 7 dias`}
            className="flex flex-col gap-1 border-t pt-2 text-sm"
          >
            {seen.map(({ name, lastAt, count }) => (
              <li key={name} className="flex flex-wrap justify-between gap-x-3">
                <span className="min-w-0 wrap-anywhere">{name || "Aviso de reserva"}</span>
                <span className="text-muted-foreground tabular-nums">
                  {count.toLocaleString("pt-BR")} ·{" "}
                  <RelativeTime value={lastAt} timeZone={timeZone} short />
                </span>
              </li>
            ))}
            {row.seen.length > 4 && (
              <li>
                <button
                  type="button"
                  onClick={() => setWhole(!whole)}
                  className="min-h-6 text-xs text-primary hover:underline pointer-coarse:min-h-11"
                >
                  {whole ? "Mostrar menos" : `Mostrar todos os ${row.seen.length}`}
                </button>
              </li>
            )}
          </ul>
        )}
        {acts && (
          <div className="flex flex-wrap gap-2">
            <Button
              size="sm"
              busy={busy}
              aria-label={`Cadastrar em ${row.name}`}
              onClick={acts.register}
            >
              <Webhook aria-hidden /> Cadastrar
            </Button>
            <Button
              size="sm"
              variant="outline"
              disabled={busy}
              aria-label={`Ver cadastrados em ${row.name}`}
              onClick={acts.list}
            >
              <Radio aria-hidden /> Ver cadastrados
            </Button>
            {endpoint && (
              <>
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`IPs autorizados de ${row.name}`}
                  onClick={acts.edit}
                >
                  <ListFilter aria-hidden /> IPs autorizados
                </Button>
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`Trocar chave de ${row.name}`}
                  onClick={acts.renew}
                >
                  <KeyRound aria-hidden /> Trocar chave
                </Button>
              </>
            )}
          </div>
        )}
      </CardContent>
    </Card>
  );
}
