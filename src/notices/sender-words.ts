/** What was found out about the sender's domain, and what to do about it, at Settings → Mail. */
import type { Language } from "../modules/mail/words"
import type { SenderFinding } from "../modules/mail/words/sender-findings"

/** `{{name}}` is the name in DNS; the other values are those of the finding. */
export const SENDER_WORDS: Record<Language, Record<SenderFinding, string>> = {
  en: {
    unanswered:
      "DNS did not answer for {{name}}. That says nothing about the domain: check again later, or have whoever runs the shop's server look at its DNS.",
    not_public: "{{name}} is no name that the internet can know, so there is nothing to look up.",
    mx_right: "Mail to {{name}} arrives: answers and returned mail have somewhere to go.",
    mx_missing:
      "{{name}} has no MX record: answers and returned mail get lost, and some receivers refuse such senders. Enter the mail server that your mailboxes are on.",
    mx_refuses:
      "{{name}} says that it takes no mail (MX “.”): answers and returned mail get lost. Enter the mail server that your mailboxes are on.",
    spf_right: "The SPF record can be read. It costs {{count}} of {{most}} lookups.",
    spf_missing:
      "{{name}} has no SPF record. Enter one that names every server and service that sends mail for this domain.",
    spf_several:
      "There are several SPF records. Receivers then heed none of them: put them together into one.",
    spf_syntax:
      "Receivers cannot read the SPF record of {{domain}}: “{{word}}” is wrong. They then heed none of it.",
    spf_lookups:
      "The SPF record costs {{count}} lookups; beyond {{most}} receivers heed none of it. Take out what no longer sends mail for this domain.",
    spf_void:
      "{{count}} names in the SPF record do not exist; beyond {{most}} receivers heed none of it. Take them out.",
    spf_include_missing:
      "The SPF record includes {{domain}}, which has none. Receivers then heed none of it: take it out, or correct the name.",
    spf_include_several:
      "The SPF record includes {{domain}}, which has several records. Receivers then heed none of it: ask whom that domain belongs to.",
    spf_loop:
      "The SPF record includes {{domain}}, which leads back to where it began. Receivers then heed none of it.",
    spf_everybody:
      "The SPF record lets everybody send as this domain (+all). Receivers take it for a sign of spam.",
    spf_service_right: "The SPF record allows {{service}} (include:{{include}}).",
    spf_service_missing:
      "The SPF record does not allow {{service}}, over which mail leaves: include:{{include}} is missing.",
    spf_host_right: "The SPF record allows the mail server {{host}} ({{addresses}}).",
    spf_host_partly:
      "The SPF record does not allow every address of the mail server {{host}}: not {{others}}. That is right if no mail leaves from there.",
    spf_host_missing:
      "The SPF record does not allow the mail server {{host}} ({{addresses}}). If its mail leaves from other addresses, ask its provider what belongs into the record.",
    spf_host_private:
      "The mail server {{host}} has no address that the internet knows. From which one its mail reaches the world cannot be told from here: that address belongs into the SPF record.",
    spf_unclear:
      "Whether the SPF record allows {{service}} could not be told from here: a part of it did not answer, is wrong, or differs from mail to mail.",
    spf_at_service:
      "{{service}} puts a return address of its own on each mail, and receivers ask SPF of that one. Set up a return path of your own domain there, so that SPF goes with your sender too.",
    no_way_out: "No mail server is set in the plugin's options, so it cannot be told whom SPF has to allow.",
    dkim_right: "Mail is signed, and the public key in DNS is that of our key.",
    dkim_missing: "Mail is signed, but receivers find no public key at {{name}}. Enter it.",
    dkim_several: "There are several records at {{name}}. Leave the one with the right key alone.",
    dkim_malformed: "The record at {{name}} is no public key that can be used. Enter the right one.",
    dkim_revoked: "The key at {{name}} was withdrawn: the record is empty. Enter the right one.",
    dkim_other_key: "The public key at {{name}} is another one: no signature holds. Enter the right one.",
    dkim_testing: "The key at {{name}} is on trial (t=y): many receivers take such mail for unsigned.",
    dkim_service_right: "A key of {{service}} is in DNS at {{name}}.",
    dkim_at_service:
      "{{service}} signs, with a key that it shows in its own settings: it could not be found from here. Look there whether your domain is verified.",
    dkim_by_server:
      "The plugin does not sign. Whether the mail server {{host}} does, the headers of a received mail say (dkim=pass). If not, set the option dkim.",
    dmarc_right: "The DMARC record is right. Policy: {{policy}}.",
    dmarc_inherited: "The DMARC record of {{domain}} holds for this domain too. Policy: {{policy}}.",
    dmarc_missing:
      "There is no DMARC record. Gmail and Yahoo want one of everybody who sends much mail; p=none changes nothing yet.",
    dmarc_several: "There are several DMARC records. Receivers then heed none of them: leave one alone.",
    dmarc_malformed:
      "Receivers cannot read the DMARC record. It must begin with “v=DMARC1; p=”, then none, quarantine or reject.",
    aligned: "The sender's domain goes with {{by}}, as DMARC wants it.",
    aligned_if_relaxed:
      "The DMARC record is strict: it wants {{domain}} itself, but SPF is asked of {{spf}} and DKIM signs for {{dkim}}. Without aspf=s and adkim=s a common domain is enough.",
    not_aligned:
      "The sender's domain {{domain}} goes neither with SPF ({{spf}}) nor with DKIM ({{dkim}}): DMARC fails. Sign for {{domain}}, or use a return address there.",
    alignment_open:
      "Whether the sender goes with SPF or DKIM cannot be told from here. The headers of a received mail say it (dmarc=pass).",
  },
  ja: {
    unanswered:
      "{{name}}についてDNSの応答がありませんでした。ドメインの設定の誤りとは限りません。時間をおいて再度確認するか、ショップのサーバー管理者にDNSを確認してもらってください。",
    not_public: "{{name}}はインターネット上のドメインではないため、確認できません。",
    mx_right: "{{name}}宛てのメールを受信できます。返信や不達通知も届きます。",
    mx_missing:
      "{{name}}にMXレコードがありません。返信や不達通知が届かず、受信を拒否されることもあります。メールボックスのあるメールサーバーを登録してください。",
    mx_refuses:
      "{{name}}はメールを受信しない設定（MX「.」）です。返信や不達通知が届きません。メールボックスのあるメールサーバーを登録してください。",
    spf_right: "SPFレコードは正しく設定されています（DNS参照{{count}}回、上限{{most}}回）。",
    spf_missing:
      "{{name}}にSPFレコードがありません。このドメインで送信するサーバーとサービスをすべて記載したレコードを登録してください。",
    spf_several: "SPFレコードが複数あり、すべて無効として扱われます。1つにまとめてください。",
    spf_syntax: "{{domain}}のSPFレコードの「{{word}}」に誤りがあり、レコード全体が無効として扱われます。",
    spf_lookups:
      "SPFレコードのDNS参照が{{count}}回あり、上限の{{most}}回を超えているため無効として扱われます。現在使っていない送信元を削除してください。",
    spf_void:
      "SPFレコードに存在しない名前が{{count}}件あり、上限の{{most}}件を超えているため無効として扱われます。該当する記述を削除してください。",
    spf_include_missing:
      "SPFレコードが参照している{{domain}}にSPFレコードがなく、全体が無効として扱われます。記述を削除するか、名前を修正してください。",
    spf_include_several:
      "SPFレコードが参照している{{domain}}に複数のSPFレコードがあり、全体が無効として扱われます。そのドメインの管理者に確認してください。",
    spf_loop: "SPFレコードが参照している{{domain}}が循環参照になっており、全体が無効として扱われます。",
    spf_everybody:
      "SPFレコードがすべてのサーバーからの送信を許可しています（+all）。迷惑メールと判定されやすくなります。",
    spf_service_right: "SPFレコードで{{service}}が許可されています（include:{{include}}）。",
    spf_service_missing:
      "送信に使っている{{service}}がSPFレコードで許可されていません。include:{{include}}を追加してください。",
    spf_host_right: "SPFレコードでメールサーバー{{host}}（{{addresses}}）が許可されています。",
    spf_host_partly:
      "メールサーバー{{host}}の一部のアドレス（{{others}}）がSPFレコードで許可されていません。そのアドレスから送信しない場合は問題ありません。",
    spf_host_missing:
      "メールサーバー{{host}}（{{addresses}}）がSPFレコードで許可されていません。別のアドレスから送信している場合は、記載する内容をサーバーの提供会社に確認してください。",
    spf_host_private:
      "メールサーバー{{host}}にはインターネット上のアドレスがないため、外部への送信に使われるアドレスを確認できません。そのアドレスをSPFレコードに記載してください。",
    spf_unclear:
      "{{service}}がSPFレコードで許可されているか確認できませんでした。一部の応答がないか、誤りがあるか、メールごとに変わる記述があります。",
    spf_at_service:
      "{{service}}は独自の返送先アドレスを付けるため、SPFはそのドメインで判定されます。送信者のドメインと一致させるには、サービス側で独自ドメインのReturn-Pathを設定してください。",
    no_way_out:
      "プラグインのオプションにメールサーバーが設定されていないため、SPFで許可する対象がわかりません。",
    dkim_right: "メールに署名しており、DNSの公開鍵も一致しています。",
    dkim_missing: "メールに署名していますが、{{name}}に公開鍵がありません。登録してください。",
    dkim_several: "{{name}}に複数のレコードがあります。正しい公開鍵のレコードだけを残してください。",
    dkim_malformed: "{{name}}のレコードは公開鍵として使えません。正しいレコードを登録してください。",
    dkim_revoked: "{{name}}の公開鍵は無効にされています（値が空）。正しいレコードを登録してください。",
    dkim_other_key:
      "{{name}}の公開鍵が署名鍵と一致せず、署名が無効になります。正しいレコードを登録してください。",
    dkim_testing: "{{name}}の公開鍵がテストモード（t=y）です。署名のないメールとして扱われることがあります。",
    dkim_service_right: "{{service}}の公開鍵が{{name}}に登録されています。",
    dkim_at_service:
      "署名は{{service}}が行います。公開鍵はサービスの管理画面に表示されるもので、ここからは確認できませんでした。サービス側でドメインが認証済みか確認してください。",
    dkim_by_server:
      "このプラグインでは署名していません。メールサーバー{{host}}が署名しているかは、受信したメールのヘッダー（dkim=pass）で確認できます。署名がない場合は、オプションdkimを設定してください。",
    dmarc_right: "DMARCレコードは正しく設定されています（ポリシー：{{policy}}）。",
    dmarc_inherited: "{{domain}}のDMARCレコードがこのドメインにも適用されます（ポリシー：{{policy}}）。",
    dmarc_missing:
      "DMARCレコードがありません。GmailとYahooは大量送信者に登録を求めています。p=noneであればメールの扱いは変わりません。",
    dmarc_several: "DMARCレコードが複数あり、すべて無効として扱われます。1つだけ残してください。",
    dmarc_malformed:
      "DMARCレコードに誤りがあります。「v=DMARC1; p=」に続けてnone、quarantine、rejectのいずれかを指定してください。",
    aligned: "送信者のドメインは{{by}}と一致しており、DMARCの条件を満たしています。",
    aligned_if_relaxed:
      "DMARCレコードが厳格（strict）な一致を求めています。送信者は{{domain}}ですが、SPFは{{spf}}、DKIMは{{dkim}}です。aspf=sとadkim=sを外すと、同じ組織のドメインであれば一致とみなされます。",
    not_aligned:
      "送信者のドメイン{{domain}}が、SPF（{{spf}}）ともDKIM（{{dkim}}）とも一致せず、DMARCに失敗します。{{domain}}で署名するか、{{domain}}の返送先アドレスを使ってください。",
    alignment_open:
      "送信者のドメインがSPFやDKIMと一致するか、ここからは確認できません。受信したメールのヘッダー（dmarc=pass）で確認してください。",
  },
}
