"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { placeKey, settingField, type SettingPlace } from "@/lib/core/setting-place.ts";
import type { CatalogueEntry } from "@/lib/admin/integrations/catalogue.ts";
import type { ConflictOffer } from "@/lib/admin/integrations/update-integration.ts";
import { describeProblem } from "../forms/describe-problem.tsx";
import {
  type FormPayload,
  type FormValues,
  listLines,
  sameValues,
  startValues,
  toPayload,
} from "./form-values.ts";
import { isRunningOffer } from "./running-question.tsx";
import { dropDraft, findDraft, saveDraft } from "./save-draft.ts";
import type { FormBanner, RegistrationProps } from "./registration-props.ts";

function useRegistrationState({
  opened,
  choices,
  readOnly,
  timeZone,
  personId,
  organizationId = null,
  base,
  actions,
}: RegistrationProps) {
  const router = useRouter();
  const linked = useSearchParams().get("tipo") ?? "";
  const connectorId = choices.types.some(({ id, retired }) => id === linked && !retired)
    ? linked
    : "";
  const draftKey = `${personId}.${opened ? `integration-${opened.id}` : "new-integration"}`;
  const [start, setStart] = useState(() => startValues(opened, organizationId, connectorId));
  const [values, setValues] = useState(start);
  const [version, setVersion] = useState(opened?.version ?? 1);
  const [registrationKey, setRegistrationKey] = useState("");
  const [branches, setBranches] = useState(choices.branches);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [banner, setBanner] = useState<FormBanner | null>(null);
  const [conflict, setConflict] = useState<{ message: string; offer: ConflictOffer } | null>(null);
  const [running, setRunning] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const sending = useRef(false);
  const dirty = !readOnly && !sameValues(values, start);

  const type = choices.types.find(({ id }) => id === values.connectorId);
  const lines = useMemo(
    () =>
      listLines(
        type,
        values,
        opened,
        (id) =>
          branches.find((branch) => branch.id === id)?.name ??
          opened?.branches.find((branch) => branch.id === id)?.name ??
          `Filial ${id}`,
      ),
    [type, values, opened, branches],
  );
  const isSecret = useCallback(
    ({ key }: SettingPlace) =>
      (choices.types as CatalogueEntry[]).some(({ settings }) =>
        settings.some((spec) => spec.kind === "secret" && spec.key === key),
      ),
    [choices.types],
  );

  // The browser alone knows of a draft, so it is taken up after the first render, which the server made without it.
  useEffect(() => {
    if (readOnly) return;
    const draft = findDraft(draftKey);
    setRegistrationKey(draft?.registrationKey ?? crypto.randomUUID());
    if (!draft) return;
    setValues(draft.values);
    setVersion(draft.version);
    if (draft.values.organizationId !== null && !opened)
      void actions
        .loadBranches(draft.values.organizationId)
        .then((outcome) => outcome.ok && setBranches(outcome.value));
    setBanner({
      tone: "info",
      title: "Os dados digitados e ainda não salvos foram recuperados.",
      text: draft.lostSecrets
        ? "Senhas e chaves secretas não são guardadas no navegador. Digite-as novamente em Configurações."
        : undefined,
    });
    // Once a form: later changes of these are its own doing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  useEffect(() => {
    if (dirty && registrationKey)
      saveDraft(draftKey, { values, version, registrationKey }, isSecret);
    else if (registrationKey) dropDraft(draftKey);
  }, [dirty, values, version, registrationKey, draftKey, isSecret]);

  // A newer version was read (after this save, a restore, somebody else's save): an untouched form follows it.
  const followed = useRef(opened?.version);
  useEffect(() => {
    if (!opened || opened.version === followed.current || dirty) return;
    followed.current = opened.version;
    const fresh = startValues(opened, organizationId);
    setStart(fresh);
    setValues(fresh);
    setVersion(opened.version);
    setConflict(null);
  }, [opened, dirty, organizationId]);

  const change = useCallback((part: Partial<FormValues>) => {
    setValues((now) => ({ ...now, ...part }));
    setErrors((now) => Object.fromEntries(Object.entries(now).filter(([name]) => !(name in part))));
  }, []);
  const setSetting = useCallback((place: SettingPlace, value: string | undefined) => {
    const name = placeKey(place);
    setValues((now) => {
      const { [name]: _old, ...rest } = now.settings;
      return { ...now, settings: value === undefined ? rest : { ...rest, [name]: value } };
    });
    setErrors(({ [settingField(place)]: _fixed, ...rest }) => rest);
  }, []);
  const chooseOrganization = useCallback(
    async (id: number) => {
      change({ organizationId: id, branchIds: [] });
      setBranches([]);
      const outcome = await actions.loadBranches(id).catch(() => null);
      if (outcome?.ok) setBranches(outcome.value);
      else
        setBanner({
          tone: "error",
          title: "Não foi possível carregar as filiais deste cliente.",
          text: outcome
            ? describeProblem(outcome.problem)
            : "Confira sua rede e escolha o cliente novamente.",
        });
    },
    [actions, change],
  );

  const payload = useCallback(
    (over = version): FormPayload =>
      toPayload(values, lines, { id: opened?.id ?? 0, version: over, registrationKey }),
    [values, lines, opened, version, registrationKey],
  );

  /** Saves; resolves to what must be shown next, or null when it worked. */
  const save = useCallback(
    async (
      over?: number,
      choice?: FormPayload["running"],
    ): Promise<Record<string, string> | null> => {
      // A ref and not the state: a double click comes before the next render.
      if (sending.current || !registrationKey) return null;
      sending.current = true;
      setSaving(true);
      setBanner(null);
      setConflict(null);
      setRunning(null);
      const outcome = await actions.save({ ...payload(over), running: choice }).catch(() => null);
      sending.current = false;
      setSaving(false);
      if (outcome?.ok) {
        dropDraft(draftKey);
        setErrors({});
        setStart(values);
        if (!opened) {
          router.push(`/integracoes?cadastrada=${outcome.value.id}`);
          return null;
        }
        setVersion(outcome.value.version);
        setBanner({ tone: "success", title: "Alterações salvas com sucesso." });
        router.refresh();
        return null;
      }
      const problem = outcome?.problem;
      const fields = problem?.fields ?? {};
      setErrors(fields);
      if (problem?.kind === "conflict" && isRunningOffer(problem.offer))
        setRunning(problem.message);
      else if (problem?.kind === "conflict")
        setConflict({ message: problem.message, offer: problem.offer as ConflictOffer });
      else if (!problem)
        setBanner({
          tone: "error",
          title: "Não foi possível salvar agora.",
          text: "O servidor não respondeu. Os dados digitados estão guardados neste navegador. Tente novamente.",
        });
      else
        setBanner({
          tone: "error",
          title: describeProblem(problem),
          aboutFields: Object.keys(fields).length > 0,
        });
      return fields;
    },
    [actions, draftKey, opened, payload, registrationKey, router, values],
  );

  const discard = useCallback(() => {
    dropDraft(draftKey);
    setStart(startValues(opened, organizationId, connectorId));
    setValues(startValues(opened, organizationId, connectorId));
    setVersion(opened?.version ?? 1);
    setErrors({});
    setBanner(null);
    setConflict(null);
    setRunning(null);
    if (opened) router.refresh();
  }, [connectorId, draftKey, opened, organizationId, router]);

  return {
    opened,
    choices,
    readOnly,
    timeZone,
    base,
    actions,
    values,
    version,
    type,
    lines,
    branches,
    errors,
    setErrors,
    banner,
    setBanner,
    conflict,
    running,
    setRunning,
    saving,
    dirty,
    change,
    setSetting,
    chooseOrganization,
    payload,
    save,
    discard,
  };
}

const Registration = createContext<ReturnType<typeof useRegistrationState> | null>(null);

/** Holds the form above its tabs: what is typed on one is still there on the other. */
export function RegistrationProvider(props: RegistrationProps) {
  return <Registration value={useRegistrationState(props)}>{props.children}</Registration>;
}

/** The form's state, for its parts. */
export function useRegistration() {
  const state = use(Registration);
  if (!state) throw new Error("useRegistration outside RegistrationProvider");
  return state;
}
