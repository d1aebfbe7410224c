/** The work that every subject of the throughput benchmark does: one HTML mail of 3.3 kB with 40 Liquid outputs. */
import type { ContentSnapshot, Variables } from "../src/modules/mail/words"

const ROW =
  '<tr><td style="padding:4px 8px">{{ member.first_name }}</td><td>{{ member.last_name }}</td>' +
  "<td>{{ member.company_name }}</td><td>{{ member.email }}</td></tr>\n"

export const HTML =
  '<html><body style="font-family:sans-serif;color:#222"><h1>News for {{ member.name }}</h1>\n<table>\n' +
  `${ROW.repeat(9)}</table>\n<p>Dear {{ member.name }} of {{ member.company_name }},</p>\n` +
  "<p>the autumn list is here, with everything that our workshop makes. Order until Friday.</p>\n".repeat(
    18
  ) +
  "<p>Yours, the shop for {{ member.name }}</p></body></html>"

export const TEXT =
  "Dear {{ member.name }} of {{ member.company_name }},\n\nthe autumn list is here, with everything that our " +
  "workshop makes.\nOrder until Friday.\n\nYours, the shop\n"

export const SUBJECT = "News for {{ member.name }}"
export const FROM = { name: "Shop", address: "shop@shop.example" }

export const SNAPSHOT: ContentSnapshot = {
  subject: SUBJECT,
  html: HTML,
  text: TEXT,
  from: FROM,
  reply_to: null,
  language: "en",
  variables: ["member.name"],
}

/** The variables of the nth recipient. */
export function variablesOf(n: number): Variables {
  return {
    member: {
      name: `Hanako Yamada ${n}`,
      first_name: "Hanako",
      last_name: `Yamada ${n}`,
      company_name: "Example Trading & Co",
      email: `member-${n}@example.jp`,
    },
  }
}
