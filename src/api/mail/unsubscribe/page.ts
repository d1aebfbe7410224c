/** The public page behind an unsubscribe link: one sentence and one button, without scripts or cookies. */
import type { Language } from "../../../modules/mail/types"

interface Texts {
  title: string
  question: string
  button: string
  done: string
  doneText: string
}

const TEXTS: Record<Language, Texts> = {
  en: {
    title: "Unsubscribe",
    question: "Press the button and we will send you no more news by e-mail.",
    button: "Unsubscribe",
    done: "You are unsubscribed",
    doneText: "We will send you no more news by e-mail. Mail about your orders still reaches you.",
  },
  ja: {
    title: "メール配信の停止",
    question: "ボタンを押すと、お知らせメールの配信を停止します。",
    button: "配信を停止する",
    done: "配信を停止しました",
    doneText: "今後、お知らせメールはお送りしません。ご注文に関するメールは引き続きお届けします。",
  },
}

const STYLE =
  "body{font:1.125rem/1.6 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1.5rem;color:#18181b;" +
  "background:#fff}button{font:inherit;padding:.6rem 1.4rem;border:0;border-radius:.5rem;background:#18181b;" +
  "color:#fff;cursor:pointer}button:focus-visible{outline:3px solid #2563eb;outline-offset:2px}"

function page(language: Language, title: string, content: string): string {
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>` +
    `<style>${STYLE}</style></head><body><main><h1>${title}</h1>${content}</main></body></html>`
  )
}

/** The form posts to its own address. */
export function questionPage(language: Language): string {
  const { title, question, button } = TEXTS[language]
  return page(
    language,
    title,
    `<p>${question}</p><form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">` +
      `<button type="submit">${button}</button></form>`
  )
}

export function donePage(language: Language): string {
  const { done, doneText } = TEXTS[language]
  return page(language, done, `<p role="status">${doneText}</p>`)
}
