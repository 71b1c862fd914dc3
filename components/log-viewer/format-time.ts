/** Tells "23/11 10:32:05,123" in a zone; one formatter serves all the lines. */
export function makeTimeFormat(timeZone: string): (iso: string) => string {
  const format = new Intl.DateTimeFormat("pt-BR", {
    timeZone,
    day: "2-digit",
    month: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hourCycle: "h23",
  });
  return (iso) => {
    const parts = Object.fromEntries(
      format.formatToParts(new Date(iso)).map((part) => [part.type, part.value]),
    );
    return `${parts.day}/${parts.month} ${parts.hour}:${parts.minute}:${parts.second},${parts.fractionalSecond}`;
  };
}
