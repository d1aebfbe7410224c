/** What the inbox does in the browser. Mails' own words only ever become text nodes. */
export const SCRIPT = `
const LIMIT = 50
const byId = (id) => document.getElementById(id)
const state = { offset: 0, selected: Number(location.hash.slice(1)) || 0, part: "html", seen: "" }

function element(name, text, ...children) {
  const node = document.createElement(name)
  if (text) node.textContent = text
  node.append(...children)
  return node
}

async function refresh() {
  const query = new URLSearchParams({ q: byId("search").value, offset: state.offset, limit: LIMIT })
  const response = await fetch("/api/messages?" + query)
  const text = await response.text()
  if (text === state.seen) return
  state.seen = text
  const page = JSON.parse(text)
  byId("list").replaceChildren(...page.mails.map(row))
  const plural = page.count === 1 ? " mail" : " mails"
  const refused = page.refused ? ", " + page.refused + " refused" : ""
  byId("count").textContent = page.count.toLocaleString() + plural + refused
  byId("range").textContent = page.count ? (page.offset + 1) + "–" + (page.offset + page.mails.length) : "No mail yet"
  byId("newer").disabled = page.offset === 0
  byId("older").disabled = page.offset + page.mails.length >= page.count
}

function row(mail) {
  const time = element("time", new Date(mail.arrived).toLocaleTimeString())
  const link = element("a", "", time, element("b", mail.subject || "(no subject)"), element("span", mail.to))
  link.href = "#" + mail.id
  link.setAttribute("aria-current", mail.id === state.selected)
  return element("li", "", link)
}

async function open(id) {
  state.selected = id
  for (const link of byId("list").querySelectorAll("a")) {
    link.setAttribute("aria-current", link.hash === "#" + id)
  }
  const response = await fetch("/api/messages/" + id)
  if (!response.ok) {
    byId("mail").replaceChildren(element("p", "This mail is no longer here."))
    return
  }
  const mail = await response.json()
  const view = byId("view").content.cloneNode(true)
  view.querySelector("h2").textContent = mail.subject || "(no subject)"
  for (const [name, value] of [["From", mail.from], ["To", mail.to], ["Date", mail.date || ""]]) {
    view.querySelector("dl").append(element("dt", name), element("dd", value))
  }
  for (const file of mail.attachments) {
    view.querySelector("dl").append(element("dt", "Attached"), element("dd", file.filename || file.type))
  }
  byId("mail").replaceChildren(view)
  for (const tab of byId("mail").querySelectorAll("[role=tab]")) {
    tab.onclick = () => show(mail, tab.dataset.part)
    if (tab.dataset.part === "html") tab.hidden = !mail.has_html
  }
  show(mail, state.part === "html" && !mail.has_html ? "text" : state.part)
}

async function show(mail, part) {
  state.part = part
  for (const tab of byId("mail").querySelectorAll("[role=tab]")) {
    tab.setAttribute("aria-selected", tab.dataset.part === part)
  }
  const body = byId("mail").querySelector(".body")
  if (part === "html") {
    const frame = element("iframe")
    frame.setAttribute("sandbox", "")
    frame.title = "The mail"
    frame.src = "/api/messages/" + mail.id + "/html"
    body.replaceChildren(frame)
  } else if (part === "headers") {
    const rows = mail.headers.map((h) => element("tr", "", element("td", h.name), element("td", h.value)))
    body.replaceChildren(element("table", "", ...rows))
  } else {
    const text = part === "raw" ? await (await fetch("/api/messages/" + mail.id + "/raw")).text() : mail.text
    body.replaceChildren(element("pre", text))
  }
}

function turn(by) {
  state.offset = Math.max(0, state.offset + by)
  refresh()
}

byId("newer").onclick = () => turn(-LIMIT)
byId("older").onclick = () => turn(LIMIT)
byId("search").oninput = () => turn(-state.offset)
byId("clear").onclick = () => fetch("/api/messages", { method: "DELETE" }).then(refresh)
window.onhashchange = () => open(Number(location.hash.slice(1)))
if (state.selected) open(state.selected)
refresh()
setInterval(() => document.hidden || refresh().catch(() => (byId("count").textContent = "The demo has stopped")), 1500)
`
