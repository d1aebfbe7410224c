/** The bell says what happened in the shop's language, where to look, and nothing that did not happen. */
import type { MailingDTO } from "../../modules/mail/mailings/mailing"
import { notAllowed } from "../../modules/mail/refusals/refusal"
import { ofTransport, TEXTS } from "../texts"

const NONE = {
  total: 0,
  pending: 0,
  sending: 0,
  sent: 0,
  deferred: 0,
  failed: 0,
  uncertain: 0,
  skipped: 0,
  bounced: 0,
}

function mailing(changes: Partial<MailingDTO["counts"]>, refused: Partial<MailingDTO> = {}): MailingDTO {
  return { content: { subject: "News" }, counts: { ...NONE, ...changes }, ...refused } as MailingDTO
}

it("What came to nothing is not listed", () => {
  const many = 1_200
  expect(TEXTS.en.mailingDone(mailing({ total: many, sent: many }))).toEqual({
    title: "Mailing sent",
    description: "“News”: 1,200 of 1,200 sent.\nSee Mail → “News”.",
  })
  expect(TEXTS.ja.mailingDone(mailing({ total: 3, sent: 2, failed: 1 }))).toEqual({
    title: "メール送信が終わりました（未送信・結果不明あり）",
    description: "「News」：3件中 送信済み2件、失敗1件\n確認：「メール」→「News」",
  })
})

it("Why a mailing was refused is said in the shop's language, by its codes", () => {
  const { message, issues } = notAllowed("over_quota", "SERVER", { wanted: 1, left: 0 })
  const refused = mailing({}, { refusal_reason: message, refusal_issues: issues })
  expect(TEXTS.en.mailingRefused(refused).description).toContain("1 mail, 0 left")
  expect(TEXTS.ja.mailingRefused(refused).description).toContain("今月の配信上限数を超えています")
  // Of a version that gave none.
  expect(TEXTS.ja.mailingRefused(mailing({}, { refusal_reason: "SERVER" })).description).toContain("SERVER")
})

it("An outage says what helps, and keeps the words of the other side apart", () => {
  const { description } = TEXTS.ja.transportPaused("login", "535 5.7.8 Bad credentials")
  expect(description).toMatch(
    /ユーザー名とパスワード.*詳細：535 5\.7\.8 Bad credentials\n確認：「設定 → メール」/s
  )
})

it("Of several transports each notice says which, and of one alone none does", () => {
  const notice = TEXTS.en.transportResumed()
  expect(ofTransport(notice, undefined, "en")).toBe(notice)
  expect(ofTransport(notice, "shop-b", "en")).toEqual({
    title: "Mail is being sent again (shop-b)",
    description: `Transport “shop-b”: ${notice.description}`,
  })
  expect(ofTransport(TEXTS.ja.transportResumed(), "shop-b", "ja")).toMatchObject({
    title: "メール送信を再開しました（shop-b）",
    description: expect.stringMatching(/^送信経路「shop-b」：/),
  })
})

it("Each notice but the good news says where to look", () => {
  const one = mailing({ total: 1, failed: 1 }, { refusal_reason: "" })
  for (const language of ["en", "ja"] as const) {
    const texts = TEXTS[language]
    const notices = [
      texts.transportPaused("connect", ""),
      texts.transportRefuses(""),
      texts.mailboxUnreadable("login", ""),
      texts.sendingRefused("login", "", true),
      texts.mailingRefused(one),
      texts.mailingOverdue(one),
      texts.mailingPaused(one, "policy", ""),
      texts.mailingDone(one),
      texts.sentSingly(1),
      texts.automaticFailed("order_placed", { message: "" }),
    ]
    const places = notices.map(({ description }) => description.split("\n")[1] ?? "")
    expect(places.filter((place) => !/Mail|メール/.test(place))).toEqual([])
  }
})
