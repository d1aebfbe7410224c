/**
 * What is wrong when the system pauses sending, and what helps: whoever reads it knows their shop and no SMTP. The bell and
 * the mailing's page say the same; no imports but types, so that the admin can read it.
 */
import type { Language, OwnPauseCause } from "../modules/mail/words"

const en: Record<OwnPauseCause, string> = {
  limit:
    "Your sending limit at the mail server is used up. Wait until it is renewed, or ask your mail provider for more.",
  account:
    "The mail server does not let your account send at the moment. Look into the account at your mail provider, or ask them.",
  sender:
    "The mail server does not accept the sender's address. Check the sender in the mail settings, and at your mail provider that this address or its domain may send.",
  login: "The mail server wants a login. Have its user and password in the plugin's options checked.",
  relaying:
    "The mail server does not pass on mail to other domains for this shop. Have the login and the rights at the mail server checked.",
  message:
    "The mail server does not take this mail because of its size or its form. Write it again, shorter and without large pictures.",
  protocol:
    "The mail server does not understand how mail is handed over. Have the connection to it checked, its name for this shop included.",
  policy:
    "Many receivers refuse this mail or this sender. Going on would harm the sender's reputation: read what they say first.",
  alike:
    "The latest mails were all refused in the same words, so all others would be too. Settle what they say, and send the failed ones again.",
  undelivered:
    "Too many of its mails were refused or came back. Going on would harm the sender's reputation: look at where these addresses come from, and flag those that do not exist. You can resume it all the same.",
  complaints:
    "Too many readers reported it as spam. Going on would harm the sender's reputation: look at whether they all agreed to this mail. You can resume it all the same.",
}

const ja: Record<OwnPauseCause, string> = {
  limit:
    "メールサーバーの送信数の上限に達しました。上限が回復するまで待つか、メール配信サービスに上限の引き上げを依頼してください。",
  account:
    "現在、お使いのアカウントからの送信がメールサーバーで止められています。メール配信サービスの管理画面を確認するか、サービスにお問い合わせください。",
  sender:
    "送信者アドレスがメールサーバーに受け付けられません。「設定 → メール」の送信者アドレスと、メール配信サービスでの送信許可・ドメイン認証を確認してください。",
  login:
    "メールサーバーがログインを求めています。プラグインの設定にあるユーザー名とパスワードを確認してください。",
  relaying:
    "メールサーバーが他のドメイン宛ての送信（中継）を許可していません。ログイン情報と送信権限を確認してください。",
  message:
    "容量または形式が原因で、このメールはメールサーバーに受け付けられません。画像を減らすなどして、メールを作り直してください。",
  protocol:
    "メールサーバーとの接続方法に問題があります。サーバー管理者に、接続設定（EHLOの名前を含む）の確認を依頼してください。",
  policy:
    "多くの受信側が、このメールまたは送信者を拒否しています。続けて送信すると送信者の評価が下がるおそれがあります。先に応答の内容を確認してください。",
  alike:
    "直近のメールがすべて同じ理由で拒否されたため、残りのメールも届かない見込みです。原因を解消し、失敗したメールを再送してください。",
  undelivered:
    "失敗または不達となったメールの割合が、設定した上限を超えました。続けて送信すると送信者の評価が下がるおそれがあります。アドレスの入手元を確認し、存在しないアドレスに無効フラグを付けてください。このまま再開することもできます。",
  complaints:
    "迷惑メールとして報告された割合が、設定した上限を超えました。続けて送信すると送信者の評価が下がるおそれがあります。宛先の会員がこの案内に同意しているか確認してください。このまま再開することもできます。",
}

export const PAUSE_WORDS: Record<Language, Record<OwnPauseCause, string>> = { en, ja }

/** Of a mailing that is above a limit of the settings, mailings/limits.ts says the figures like this. */
const FIGURES = /^(\d+) of (\d+) mails, limit ([\d.]+) %$/

/** The figures of a pause, in words; null where `message` is what a mail server said. */
export function pauseFigures(message: string, language: Language): string | null {
  const found = FIGURES.exec(message)
  if (!found) {
    return null
  }
  const [part, whole, limit] = found.slice(1).map(Number) as [number, number, number]
  const share = (Math.round((part / whole) * 1_000) / 10).toLocaleString("en")
  const [n, of] = [part.toLocaleString("en"), whole.toLocaleString("en")]
  return language === "ja"
    ? `${of}通中${n}通（${share}％、上限は${limit}％）`
    : `${n} of ${of} mails (${share} %, the limit is ${limit} %).`
}
