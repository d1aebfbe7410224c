/** The public page behind an unsubscribe link: a sentence and a button, without scripts or cookies. */
import { createHash } from "node:crypto"

import { escapeText } from "../../../modules/mail/content/html/tokens"
import type { ShopDTO } from "../../../modules/mail/members/unsubscribe"
import type { Language } from "../../../modules/mail/words"

/** What the page says. */
export type PageKind = "question" | "done" | "done_undoable" | "restored" | "too_late" | "example" | "broken"

interface Texts {
  title: string
  text: string
  /** The words before a button, and those on it. */
  before?: string
  button?: string
}

const TEXTS: Record<Language, Record<PageKind, Texts>> = {
  en: {
    question: {
      title: "Unsubscribe",
      text: "Press the button and we will send you no more news by email.",
      button: "Unsubscribe",
    },
    done: {
      title: "You are unsubscribed",
      text: "We will send you no more news by email. Mail about your orders still reaches you.",
    },
    done_undoable: {
      title: "You are unsubscribed",
      text: "We will send you no more news by email. Mail about your orders still reaches you.",
      before: "Pressed by mistake?",
      button: "Send me news by email again",
    },
    restored: {
      title: "You are subscribed again",
      text: "We will go on sending you news by email. Each of them has a link by which you can unsubscribe.",
      button: "Unsubscribe",
    },
    too_late: {
      title: "Nothing was changed",
      text: "It cannot be taken back here any more. To get our news, subscribe in your account at our shop, or write to us.",
    },
    example: {
      title: "This link is a sample",
      text: "It stands in a preview or a test mail, and nobody was unsubscribed. In a mail to a member it unsubscribes that member.",
    },
    broken: {
      title: "This link does not work",
      text: "Nothing was changed. The link may have been cut off on its way: open it from the mail once more, or write to us.",
    },
  },
  ja: {
    question: {
      title: "メール配信の停止",
      text: "ボタンを押すと、お知らせメールの配信を停止します。",
      button: "配信を停止する",
    },
    done: {
      title: "配信を停止しました",
      text: "今後、お知らせメールはお送りしません。ご注文に関するメールは引き続きお届けします。",
    },
    done_undoable: {
      title: "配信を停止しました",
      text: "今後、お知らせメールはお送りしません。ご注文に関するメールは引き続きお届けします。",
      before: "間違えて押した場合はこちら",
      button: "お知らせメールの受け取りを再開する",
    },
    restored: {
      title: "配信を再開しました",
      text: "引き続きお知らせメールをお届けします。配信はメール内のリンクからいつでも停止できます。",
      button: "配信を停止する",
    },
    too_late: {
      title: "この画面からは再開できません",
      text: "お知らせメールの再開をご希望の場合は、ショップのアカウント画面でお手続きいただくか、当店までご連絡ください。",
    },
    example: {
      title: "サンプルのリンクです",
      text: "プレビューやテストメールに表示されるリンクのため、配信設定は変更されていません。会員宛てのメールでは、このリンクから配信を停止できます。",
    },
    broken: {
      title: "リンクが正しくありません",
      text: "配信設定は変更されていません。リンクが途中で切れている可能性があります。メール内のリンクをもう一度開いていただくか、当店までご連絡ください。",
    },
  },
}

const STYLE = `
:root{color-scheme:light dark;--ground:#f4f4f5;--sheet:#fff;--ink:#18181b;--soft:#52525b;--line:#e4e4e7;--focus:#2563eb}
@media(prefers-color-scheme:dark){:root{--ground:#18181b;--sheet:#27272a;--ink:#fafafa;--soft:#a1a1aa;--line:#3f3f46;--focus:#93c5fd}}
*{box-sizing:border-box}
body{margin:0;padding:8vh 1rem 2rem;background:var(--ground);color:var(--ink);font:1rem/1.7 system-ui,sans-serif;
overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
main,footer{max-width:30rem;margin:0 auto}
main{padding:1.75rem 1.5rem;background:var(--sheet);border:1px solid var(--line);border-radius:.75rem}
h1{margin:0 0 .75rem;font-size:1.375rem;line-height:1.4;word-break:auto-phrase}
p{margin:0}
.shop{margin-bottom:1rem;color:var(--soft);font-weight:600}
.before{margin-top:1.5rem;padding-top:1.25rem;border-top:1px solid var(--line);color:var(--soft)}
button{width:100%;min-height:3rem;margin-top:1.25rem;padding:.5rem 1rem;border:1px solid var(--ink);border-radius:.5rem;
background:var(--ink);color:var(--sheet);font:inherit;font-weight:600;cursor:pointer}
.before+form button{margin-top:.75rem}
.second{background:transparent;color:var(--ink)}
button:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
footer{padding:1.25rem 1.5rem 0;color:var(--soft);font-size:.875rem}
footer p{white-space:pre-line}
`

/** For the page's policy: this style, and no other. */
export const STYLE_SOURCE = `'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`

/**
 * A button leads to the page's own address, without or with `undo`: a path of its own would depend on the proxy before
 * it. What the mail asks for stands out; what goes back on it does not.
 */
function form({ before, button }: Texts, kind: PageKind): string {
  if (!button) {
    return ""
  }
  const action = kind === "done_undoable" ? "?undo" : "?"
  const look = kind === "question" ? "first" : "second"
  const words = before ? `<p class="before">${before}</p>` : ""
  return `${words}<form method="post" action="${action}"><button class="${look}">${button}</button></form>`
}

/** Who writes, and where to: the law wants it where mail is sent, and a reader wants to know whose page this is. */
function imprint({ name, address, contact }: ShopDTO): string {
  const lines = [name, address, contact]
    .filter((line) => line?.trim())
    .map((line) => `<p>${escapeText(line!.trim())}</p>`)
  return lines.length ? `<footer>${lines.join("")}</footer>` : ""
}

/** The words on the button by which somebody who pressed by mistake agrees again. */
export function undoWording(language: Language): string {
  return TEXTS[language].done_undoable.button ?? ""
}

export function unsubscribePage(kind: PageKind, language: Language, shop: ShopDTO): string {
  const texts = TEXTS[language][kind]
  const name = shop.name?.trim() ? escapeText(shop.name.trim()) : ""
  const role = kind === "question" ? "" : ' role="status"'
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<title>${[texts.title, name].filter(Boolean).join(" – ")}</title><style>${STYLE}</style></head><body><main>` +
    `${name && `<p class="shop">${name}</p>`}<h1>${texts.title}</h1><p${role}>${texts.text}</p>${form(texts, kind)}` +
    `</main>${imprint(shop)}</body></html>`
  )
}
