"use client";

import { CloudOff, SearchX } from "lucide-react";
import Link from "next/link";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ReadError } from "../data/fetch-json.ts";
import { cellClasses } from "./grid-row.tsx";

/** Rows of the same shape as those to come. They fade in late: a quick answer shows no grey at all. */
export function GridSkeleton({ columns, rows }: { columns: number; rows: number }) {
  return (
    <tbody aria-hidden className="animate-in delay-200 fill-mode-backwards fade-in-0 max-sm:block">
      {Array.from({ length: rows }, (_, row) => (
        <tr key={row} className="border-b last:border-b-0 max-sm:block max-sm:px-4 max-sm:py-3">
          {Array.from({ length: columns }, (_, column) => (
            <td key={column} className={cellClasses}>
              <Skeleton
                className="my-1 h-3"
                style={{ width: `${40 + ((row * 7 + column * 29) % 50)}%` }}
              />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

/** Nothing matches what was asked. */
export function GridNoResults({ search, onClear }: { search: string; onClear: () => void }) {
  return (
    <EmptyState
      icon={<SearchX />}
      title={search ? `Nada encontrado para “${search}”` : "Nada encontrado com esses filtros"}
      action={
        <Button variant="outline" onClick={onClear}>
          Limpar filtros
        </Button>
      }
    >
      Confira a grafia ou remova algum filtro.
    </EmptyState>
  );
}

function explain(error: unknown): { title: string; next: string } {
  const status = error instanceof ReadError ? error.status : undefined;
  if (status === 0)
    return { title: "Sem conexão com o servidor", next: "Confira sua rede e tente novamente." };
  if (status === 401)
    return { title: "Sua sessão expirou", next: "Entre novamente para continuar de onde parou." };
  if (status === 403 || status === 404)
    return {
      title: "Esta lista não está disponível para você",
      next: "Para solicitar acesso, fale com o suporte.",
    };
  if (status === 429)
    return {
      title: "Muitas consultas em pouco tempo",
      next: "Aguarde alguns segundos e tente novamente.",
    };
  return {
    title: "Não foi possível carregar a lista",
    next: "Ocorreu um erro no servidor. Tente novamente em instantes.",
  };
}

/** The list could not be read: what, why, what now, and the code the support asks for. */
export function GridFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { title, next } = explain(error);
  const traceId = error instanceof ReadError ? error.traceId : undefined;
  const signIn = error instanceof ReadError && error.status === 401;
  return (
    <div role="alert">
      <EmptyState
        icon={<CloudOff />}
        title={title}
        action={
          <>
            {signIn && (
              <Button asChild>
                <Link href="/entrar">Entrar</Link>
              </Button>
            )}
            <Button variant="outline" onClick={onRetry}>
              Tentar novamente
            </Button>
          </>
        }
      >
        {next}
        {traceId && (
          <span className="mt-1 block">
            Código para o suporte: <code className="font-mono text-xs select-all">{traceId}</code>
          </span>
        )}
      </EmptyState>
    </div>
  );
}
