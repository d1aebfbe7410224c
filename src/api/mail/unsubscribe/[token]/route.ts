/**
 * `/mail/unsubscribe/:token`, public. `GET` only asks, because mail scanners follow links; `POST` acts at once and never
 * redirects (RFC 8058). Both answer an unknown token as any other.
 */
import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { languageOfToken } from "../../../../modules/mail/consent/token"
import { type Language, LANGUAGES } from "../../../../modules/mail/types"
import { mailModule } from "../../../../workflows/mail-module"
import { donePage, questionPage } from "../page"

const HTML = "text/html; charset=utf-8"

/** The mail's language, else the browser's. */
function languageOf(req: MedusaRequest): Language {
  const accepted = req.acceptsLanguages([...LANGUAGES])
  return languageOfToken(req.params.token ?? "") ?? (accepted === "ja" ? "ja" : "en")
}

export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  res.type(HTML).send(questionPage(languageOf(req)))
}

export async function POST(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  await mailModule(req.scope).unsubscribe(req.params.token ?? "")
  res.type(HTML).send(donePage(languageOf(req)))
}
