/**
 * `/mail/unsubscribe/:token`, public. `GET` only asks, because mail scanners follow links; `POST` acts at once and never
 * redirects (RFC 8058). `POST …?undo` takes it back: the page's own second button.
 */
import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import type { ShopDTO, UnsubscribeOutcome } from "../../../../modules/mail/members/unsubscribe"
import { languageOfToken } from "../../../../modules/mail/members/unsubscribe-link"
import { type Language, LANGUAGES } from "../../../../modules/mail/words"
import { type PageKind, undoWording, unsubscribePage } from "../page"

/** The browser's, else the mail's. A browser that takes any gets the mail's too. */
function languageOf(req: MedusaRequest): Language {
  const ofMail = languageOfToken(req.params.token ?? "") ?? "en"
  const accepted = req.acceptsLanguages([ofMail, ...LANGUAGES])
  return LANGUAGES.find((language) => language === accepted) ?? ofMail
}

function answer(req: MedusaRequest, res: MedusaResponse, kind: PageKind, shop: ShopDTO): void {
  const language = languageOf(req)
  res
    .status(kind === "broken" ? 404 : 200)
    .type("text/html; charset=utf-8")
    .set({ "content-language": language, vary: "accept-language" })
    .send(unsubscribePage(kind, language, shop))
}

/** The page behind an unsubscribe link. It changes nothing: scanners open every link. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { link, shop } = await mailModule(req.scope).getUnsubscribePage(req.params.token ?? "")
  answer(req, res, link === "broken" ? "broken" : "question", shop)
}

/** The button of that page, and the one click of a mail program (RFC 8058). */
export async function POST(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { token = "" } = req.params
  const mail = mailModule(req.scope)
  const kind = Object.hasOwn(req.query, "undo")
    ? await mail.undoUnsubscribe(token, undoWording(languageOf(req)))
    : pageOf(await mail.unsubscribe(token))
  const { shop } = await mail.getUnsubscribePage(token)
  answer(req, res, kind, shop)
}

function pageOf(outcome: UnsubscribeOutcome): PageKind {
  return outcome.state === "done" && outcome.undoable ? "done_undoable" : outcome.state
}
