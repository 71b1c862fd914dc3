const EVENT = "enlace:refresh-grid";

/** Tells the list of this name that something of it was just changed: it reads again and shows new rows at once. */
export function refreshGrid(name: string): void {
  window.dispatchEvent(new CustomEvent(EVENT, { detail: name }));
}

/** Calls back when {@link refreshGrid} is called for this list; returns how to stop. */
export function onRefreshGrid(name: string, callback: () => void): () => void {
  const listen = (event: Event) => {
    if (event instanceof CustomEvent && event.detail === name) callback();
  };
  window.addEventListener(EVENT, listen);
  return () => window.removeEventListener(EVENT, listen);
}
