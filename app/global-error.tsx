"use client";

import "./globals.css";

import { readDigest } from "@/components/frame/read-digest.ts";

/** The root itself failed, so nothing of it (theme, fonts, frame) may be relied upon here. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = readDigest(error);
  return (
    <html lang="pt-BR">
      <body>
        <title>Erro · Enlace</title>
        <main className="grid min-h-dvh place-items-center p-6 text-center">
          <div role="alert" className="flex flex-col items-center gap-2">
            <h1 className="text-xl font-semibold">Não foi possível abrir o Enlace</h1>
            <p className="text-muted-foreground">
              Ocorreu um erro no servidor. Tente novamente em instantes.
            </p>
            {digest && (
              <p className="text-muted-foreground">
                Código para o suporte:{" "}
                <code className="font-mono text-xs select-all">{digest}</code>
              </p>
            )}
            <button
              type="button"
              onClick={retry}
              className="mt-2 h-9 rounded-md bg-primary px-4 font-medium text-primary-foreground"
            >
              Tentar novamente
            </button>
          </div>
        </main>
      </body>
    </html>
  );
}
