/** How the inbox looks: calm, light or dark as the system is. */
export const STYLE = `
:root { color-scheme: light dark; --line: #e4e4e7; --soft: #fafafa; --dim: #71717a; --mark: #eef2ff; --ink: #18181b }
@media (prefers-color-scheme: dark) {
  :root { --line: #3f3f46; --soft: #1c1c1f; --dim: #a1a1aa; --mark: #2a2d4a; --ink: #fafafa }
}
* { box-sizing: border-box }
body { margin: 0; height: 100vh; display: flex; flex-direction: column; color: var(--ink);
  font: 14px/1.5 system-ui, "Noto Sans CJK JP", sans-serif; background: Canvas }
header { display: flex; gap: 16px; align-items: center; padding: 10px 20px; border-bottom: 1px solid var(--line) }
h1 { font-size: 16px; margin: 0 }
#search { flex: 1; max-width: 420px }
#count { color: var(--dim); margin-left: auto }
input, button { font: inherit; color: inherit; padding: 5px 10px; border: 1px solid var(--line); border-radius: 6px;
  background: Canvas }
button { cursor: pointer }
button:disabled { opacity: .4; cursor: default }
main { flex: 1; display: flex; min-height: 0 }
nav { width: 380px; display: flex; flex-direction: column; border-right: 1px solid var(--line); background: var(--soft) }
#list { flex: 1; overflow-y: auto; list-style: none; margin: 0; padding: 0 }
#list a { display: block; padding: 9px 20px; color: inherit; text-decoration: none; border-bottom: 1px solid var(--line) }
#list a[aria-current=true] { background: var(--mark) }
#list b, #list span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
#list span, #list time { color: var(--dim); font-size: 13px }
#list time { float: right; margin-left: 8px }
.pages { display: flex; justify-content: space-between; align-items: center; padding: 8px 20px; color: var(--dim);
  border-top: 1px solid var(--line) }
article { flex: 1; min-width: 0; display: flex; flex-direction: column; padding: 16px 24px }
h2 { font-size: 20px; margin: 0 0 8px }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; margin: 0 0 12px }
dt { color: var(--dim) }
dd { margin: 0; overflow-wrap: anywhere }
[role=tablist] { display: flex; gap: 4px; margin-bottom: 12px }
[role=tab][aria-selected=true] { background: var(--mark) }
.body { flex: 1; min-height: 0; overflow: auto; border: 1px solid var(--line); border-radius: 6px }
iframe { width: 100%; height: 100%; border: 0; background: #fff }
pre { margin: 0; padding: 16px; white-space: pre-wrap; overflow-wrap: anywhere;
  font: 13px/1.6 ui-monospace, "Noto Sans Mono CJK JP", monospace }
.body table { border-collapse: collapse; width: 100% }
.body td { padding: 4px 16px; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
.body td:first-child { color: var(--dim); white-space: nowrap }
.empty { color: var(--dim); margin: auto }
:focus-visible { outline: 2px solid #6366f1; outline-offset: 1px }
@media (max-width: 720px) { main { flex-direction: column } nav { width: auto; max-height: 45% } }
`
