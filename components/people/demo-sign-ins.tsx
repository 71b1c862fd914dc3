/** The sign-ins of the demonstration, for whoever has just started it. Never drawn elsewhere. */
export function DemoSignIns() {
  const people = [
    ["Agente de suporte", "suporte@enlace.test"],
    ["Cliente", "cliente@enlace.test"],
  ] as const;
  return (
    <section aria-labelledby="demo" className="mt-8 rounded-lg border bg-card px-4 py-3 text-sm">
      <h2 id="demo" className="font-semibold">
        Demonstração
      </h2>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {people.map(([role, email]) => (
          <div key={email} className="contents">
            <dt className="text-muted-foreground">{role}</dt>
            <dd className="font-mono text-xs leading-5 wrap-anywhere select-all">{email}</dd>
          </div>
        ))}
        <dt className="text-muted-foreground">Senha</dt>
        <dd className="font-mono text-xs leading-5 select-all">demonstracao</dd>
      </dl>
    </section>
  );
}
