/** Where the browser remembers that single-letter shortcuts were turned off. */
export const LETTER_KEYS = "enlace.atalhos";

/** Whether single-letter shortcuts work: on until the person turns them off in this browser. */
export function letterKeysOn(): boolean {
  return typeof window !== "undefined" && window.localStorage.getItem(LETTER_KEYS) !== "desligados";
}

/** Whether keys pressed on this element write text, so that no shortcut may take them. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement &&
    !["checkbox", "radio", "button", "submit"].includes(target.type)
  );
}
