/** Style of the page; colours follow the system's theme. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ink:light-dark(#1b1f24,#e6e8eb);--soft:light-dark(#57606a,#a3abb5);--back:light-dark(#f6f7f9,#101418);--card:light-dark(#fff,#181d23);--line:light-dark(#d5dae0,#313942);--accent:light-dark(#0b57b0,#79b8ff);--good:light-dark(#116329,#6fdc8c);--warn:light-dark(#8a4600,#f5b457);--bad:light-dark(#b3161b,#ff8f8a)}
*{box-sizing:border-box}
body{margin:0;padding:1rem;background:var(--back);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
header,main{max-width:64rem;margin:0 auto}
h1{font-size:1.5rem;margin:0}h2{font-size:1.25rem;margin:0}h3{font-size:.9rem;margin:1.25rem 0 .25rem;color:var(--soft)}
small{font-size:.8rem;font-weight:400}.well,.ok{color:var(--good)}.failing,.problems{color:var(--warn)}.refused{color:var(--bad)}
a{color:var(--accent)}nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem}nav a{padding:.5rem 0}
section{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:1rem 0}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:0 2rem}
dl{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.125rem 1rem;margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.buttons{display:flex;flex-wrap:wrap;gap:.5rem}
button{font:inherit;min-height:2.75rem;padding:.25rem .75rem;color:var(--ink);background:transparent;border:1px solid var(--soft);border-radius:.375rem;cursor:pointer}
button[aria-pressed=true]{color:var(--warn);border-color:var(--warn);border-width:2px;font-weight:600}button[aria-pressed=true]::before{content:"● "}
.danger{color:var(--bad);border-color:var(--bad)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.scroll{overflow-x:auto}table{width:100%;border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.375rem .75rem .375rem 0;border-top:1px solid var(--line)}thead th{border:0;color:var(--soft);font-weight:400}
.number{text-align:right;font-variant-numeric:tabular-nums}.name{min-width:16rem;overflow-wrap:anywhere}time{white-space:nowrap}td ul{margin:.25rem 0;padding-left:1.25rem;color:var(--soft)}.verdict{white-space:nowrap;font-weight:600}`;

/**
 * Sends what a button says and draws the page anew, keeping the scroll position; the page is
 * complete without it but for the buttons.
 */
export const PAGE_SCRIPT = `
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-path]");
  if (!button || (button.dataset.confirm && !confirm(button.dataset.confirm))) return;
  const message = document.getElementById("message");
  button.disabled = true;
  try {
    const answer = await fetch(button.dataset.path, { method: "POST", headers: { "content-type": "application/json" }, body: button.dataset.body });
    if (!answer.ok) throw new Error((await answer.json()).error);
    location.reload();
  } catch (error) {
    message.textContent = "Não foi possível mudar: " + error.message;
    button.disabled = false;
  }
});`;
