/** What is wrong on our side, by the server's words. None of it is said of a reader. */
import { BEFORE_CONTENT, type FailureRule } from "./rule"
import { RELAYING, SENDER_REFUSED, SENDING_LIMIT } from "./rules-by-language"
import { any } from "./vocabulary"

/** How much we may send; never how much a reader may receive or keep. */
export const LIMIT = any(
  /\b(?:sending|submission|daily|hourly|monthly|outbound|outgoing|relay|24 hour) (?!size)(?:[^ ]+ ){0,4}?(?:quota|limits?)\b(?! size)/,
  /\bexceed\w* (?:[^ ]+ ){0,4}?(?:emails?|messages?|mails?|recipients?|failures?) (?:allowed )?(?:per|an|a|in one) (?:hour|day|minute|month)\b/,
  /\btoo many (?:recipients|messages|emails|mails) (?:[^ ]+ ){0,3}?(?:this|per|an|a|last|in the) (?:hour|day|minute|month)\b/,
  /\b(?:tenant|organization|domain|sender) has exceeded\b|\bquota (?:[^ ]+ ){0,3}?for (?:this )?sender\b/,
  /\blimit (?:of|on|for) (?:outgoing|outbound|sent)\b|\bsent (?:[^ ]+ ){0,3}?limit\b/,
  /\bsending rate exceeded\b|\bunusual sending activity\b/,
  ...SENDING_LIMIT
)

/** What readers may receive: not ours. */
const RECEIVING = /\breceiv(?:e|es|ing)\b|\brecipient has exceeded\b|\bto this (?:recipient|mailbox|user)\b/

/** The account that sends, or its rights. */
export const ACCOUNT = any(
  /\bsending (?:[^ ]+ ){0,2}?(?:paused|suspended|disabled|stopped|blocked|denied)\b/,
  /\b(?:sending|submission|smtp access)(?: (?:of |any )?(?:mails?|emails?|messages?))? (?:for|from|by) (?:this|your|the) (?:[^ .]+ )?(?:account|user|domain|mailbox)(?: (?:is|was|has|been|currently|temporarily))* (?:paused|suspended|disabled|stopped|blocked|denied)\b/,
  /\b(?:paused|suspended) (?:for|from) sending\b/,
  /\byour (?:[^ ]+ ){0,3}?(?:account|subscription|plan|tenant|organization)(?: [^ ]+){0,4}? (?:suspended|disabled|blocked|restricted|paused|deactivated|locked|not (?:yet )?(?:been )?(?:activated|approved|active|verified)|under review)\b/,
  /\b(?:has )?outgoing (?:e ?mail|mail|messages?) (?:is |has been )?(?:disabled|suspended|blocked)\b/,
  /\bfree accounts are for test\b|\badd the address to authorized recipients\b|\bnot authorized to perform\b/,
  /\b(?:credits? (?:exceeded|exhausted|used up)|(?:not enough|out of|no more|insufficient) credits?)\b/,
  /\bbad outbound sender\b|\bfrom unregistered domains?\b|\bplease (?:activate|upgrade) your\b/
)

/** The right to send in this name. */
export const IDENTITY = any(
  /\bsend ?as ?denied\b|\bnot (?:allowed|permitted|authori[sz]ed) to send(?: (?:mail |email |messages )?(?:as|from|before)\b| \.|$)|\bpermissions? to send as\b/,
  /\b(?:email address|domain|sender|identit(?:y|ies)|from address)(?: (?!\. )[^ ]+){0,4}? (?:not (?:a |been |yet )?(?:verified|configured|registered|approved)|unverified)\b/,
  /\b(?:unverified|unconfigured|unregistered) (?:sending )?(?:domain|sender|identity)\b|\bnot a verified (?:domain|sender|identity)\b|\bcredentials for relay\b/,
  /\bsender (?:signature|identity)\b|\bsender identities\b/,
  /\b(?:sender|from)\b(?: (?!\. )[^ ]+){0,3}? (?:\. )?(?:not owned by|not logged in)\b/,
  /\bmust (?:equal|be (?:the )?same as|match) (?:[^ ]+ ){0,2}?(?:authori[sz]|auth|login)\w*/,
  /\bnot local sender\b|\bsender is not allowed to relay\b|\brelaying disallowed as\b/
)

/** The machine that sends may not do so in this name: one receiver's check of the sender, not our rights. */
export const NOT_FROM_THERE =
  /\b(?:\d+\.\d+\.\d+\.\d+|ip(?: address)?|host|server)(?: ~)? (?:is |was )?not (?:allowed|permitted|authori[sz]ed) to send\b/

/** The sender's address as it is. */
export const SENDER = any(
  /\b(?:sender|from|return(?: path| e?mail)|reverse path|originator)(?: (?:email|mail|address|domain|name|user|header|of|is|was|@|host|s|\.))* (?:rejected|refused|denied|invalid|unknown|unroute?able|unresolvable|undeliverable|mismatch\w*|required)\b/,
  /\b(?:sender|from|return path|reverse path|originator)(?: (?:email|mail|address|domain|name|user|header|of|is|was|@|host|s|has))* (?:not|no|does not|must|publishes|with) (?:be |a )?(?:null|allowed|found|exist|have an? (?:valid )?(?:mailbox|account|address|mx)|valid|permitted|authori[sz]ed|accepted|match|resolve|resolvable|a aaaa|a and|mx|a or)\w*\b/,
  /\bsender verif\w* (?:failed|callout|error)|\bverif\w* (?:of |the )?sender\b(?: [^ ]+)? failed|\b(?:unable to|can not|could not) verify (?:the |your )?sender\b/,
  /\b(?:invalid|unknown|bad|illegal|unroute?able|unresolvable|nonexistent|non existent) (?:[^ ]+ ){0,2}?(?:sender|(?:mail )?from (?:address|domain|header|@))\b/,
  /\bfrom (?:an? )?(?:unknown|invalid|non ?existent|unregistered|unresolvable) (?:domain|host|server)s?\b/,
  /\bdomain (?:name )?(?:of|required for) sender\b|\bsender domain (?:must|resolve fail\w*)\b|\bsender is unvalidated\b|\bfrom (?:\. )?domain is invalid\b/,
  ...SENDER_REFUSED
)

/** The server does not pass on mail for us, or not to this domain. */
export const RELAY = any(
  /\brelay(?:ing)?(?: (?!\. )[^ ]+){0,5}? (?:denied|disallowed|not (?:permitted|allowed|authori[sz]ed|accepted|possible)|prohibited|rejected|refused|forbidden)\b/,
  /\b(?:no|not|unable to|can not|will not|denied|do not|refuses? to|configured to) (?:[^ ]+ ){0,2}?relay(?:ing)?\b(?! recipient)/,
  /\ballowed rcpt ?hosts?\b|\bnot a gateway\b|\binsecure mail relay\b|\bnon accepted domain\b/,
  /\bwe do not (?:handle|accept|host) (?:mail|email)s? for\b(?! (?:this|that) (?:user|recipient|mailbox|address|account)\b)|\bi can not deliver (?:mail|email) for\b(?! @)/,
  /\b(?:use|using) (?:me|us|this server)(?: (?!\. [^~])[^ ]+){0,6}? as an? relay\b|\blocal (?:users?|recipients?|domains?|delivery) only\b|\bspecified domain is not allowed\b|\brelay(?:ing)?(?: (?:is|was|has|been|access))* disabled\b|\bden(?:y|ies) relay\b/,
  ...RELAYING
)

export const LOGIN = any(
  /\bauthentication (?:is )?(?:required|needed|first)\b|\brequires? (?:smtp )?authentication\b(?! level)/,
  /\b(?:must|please) (?:first )?(?:authenticate|log ?in|sign in|issue a starttls)\b|\bsmtp auth(?:entication)? (?:turned|in your)/,
  /\bclient (?:was )?not authenticated\b|\bunauthenticated senders? not allowed\b|\bauth(?:entication)? first\b|^auth (?:failed|error)\b|\bonly (?:allowed|permitted|possible) (?:with|after) (?:smtp )?authentication\b|\b(?:receive|check|fetch|read) (?:your )?(?:mail|email) before (?:you )?send(?:ing)?\b/
)

/** What our mail is: its size, its form. */
export const MESSAGE_SIZE = any(
  /\b(?:message|mail|email|content|data|body|headers?|attachments?|line)s?(?: (?!\. )[^ ]+){0,3}? too (?:large|big|long)\b/,
  /\b(?:message|mail|email|content|line|header|file)s? (?:header )?(?:size|length|limit)(?: (?!\. )[^ ]+){0,4}? exceed/,
  /\bexceed\w* (?:[^ ]+ ){0,4}?(?:size|length)(?: limits?)?\b|\b(?:size|length|line) limit exceeded\b|\bmaximum (?:allowed )?(?:message|email|mail|line) (?:size|length)\b/,
  /\btoo (?:large|big) for (?:this )?(?:system|server)\b|\blarger than the (?:current )?(?:system )?limit\b|\bmessage (?:is )?larger than\b/
)

const READERS_STORE = /\b(?:mailbox|inbox|quota|storage|mail ?folder|mail ?file)\b/

const MESSAGE_FORM = any(
  /\brfc ?\d* ?(?:\d+ )?compliant\b|\bnot (?:rfc|standard)s? ?compliant\b|\bmessage must be rfc\b/,
  /\b(?:duplicate|multiple|missing|invalid|malformed|illegal|bad|too many)(?: [^ ]+){0,3}? headers?\b|\bheader error\b/,
  /\bheaders?(?: (?!\. )[^ ]+){0,3}? (?:invalid|malformed|illegal|missing|bad|not valid)\b/,
  /\b(?:message|mail|email|body) contains (?:[^ ]+ ){0,4}?(?:invalid|illegal|unknown)\b/,
  /\bmissing (?:a |an )?(?:valid )?(?:message id|date|from)\b|\bbare (?:lf|cr|linefeed|newline)/,
  /\b(?:malformed|invalid) (?:mime|message|structure)\b|\bmessage is malformed\b|\b8 ?bit (?:data|characters?) in\b/
)

export const OWN_RIGHTS: FailureRule[] = [
  {
    samples: [
      "550 5.4.5 Daily user sending quota exceeded. a1si - gsmtp",
      "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; the sender's submission quota was exceeded",
      "550 Domain shop.example has exceeded the max emails per hour (101/100 (101%)) allowed.",
      "550 5.7.232 Your message can't be sent because your trial tenant has exceeded its daily limit",
      "550 5.1.1 <hanako@example.jp> - 192.0.2.1 has sent to too many recipients this hour",
      "550 1日の送信数の上限を超えました",
    ],
    name: "own-limit",
    class: "our_fault",
    fault: "limit",
    everyone: true,
    text: LIMIT,
    unless: RECEIVING,
  },
  {
    samples: [
      "554 Message rejected: Sending paused for this account.",
      "550 5.7.1 Sorry, your account has been temporarily blocked",
      "550 5.1.8 Access denied, bad outbound sender",
      "502 5.7.0 Your SMTP account is not yet activated",
      "550 Free accounts are for test purposes only. Please add the address to authorized recipients.",
      "550 Domain shop.example has outgoing email disabled",
      "550 Message submission for this account is disabled",
    ],
    name: "own-account",
    class: "our_fault",
    fault: "account",
    everyone: true,
    text: ACCOUNT,
  },
  {
    samples: [
      "554 Message rejected: Email address is not verified. The following identities failed the check: shop@shop.example",
      "554 5.2.252 SendAsDenied; shop@shop.example not allowed to send as info@shop.example",
      "553 5.7.1 <shop@shop.example>: Sender address rejected: not owned by user relay",
      "553 Mail from must equal authorized user",
      "550 The from address does not match a verified Sender Identity",
    ],
    name: "own-identity",
    class: "our_fault",
    fault: "sender",
    everyone: true,
    text: IDENTITY,
    unless: any(/\b(?:spf|dkim|dmarc)\b/, NOT_FROM_THERE),
  },
]

export const OUR_RULES: FailureRule[] = [
  {
    samples: [
      "530 5.7.0 Authentication required",
      "535 5.7.8 Error: authentication failed",
      "503 This mail server requires authentication when attempting to send to a non-local e-mail address",
    ],
    name: "login",
    class: "our_fault",
    fault: "login",
    everyone: true,
    code: /^5(?:0|3[0458])/,
    text: any(LOGIN, /auth|password|credential|login/),
  },
  {
    samples: [
      "554 5.7.1 <hanako@example.jp>: Relay access denied",
      "550 relay not permitted",
      "550 Relaying is disabled",
      "553 Do not use us as a relay",
      "550 Local recipients only",
      "550 5.7.1 Unable to relay for hanako@example.jp",
      "501 This system is not configured to relay mail",
      "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
      "550-shop.example [192.0.2.1] is not permitted to relay through this\n550 server without authentication.",
    ],
    name: "relaying-refused",
    class: "our_fault",
    fault: "relaying",
    text: RELAY,
    // Then relaying is only what follows from it: the reader is missing.
    unless: /\bnot have an account here\b/,
  },
  {
    samples: ["550 5.7.57 Client not authenticated to send mail", "550 Unauthenticated senders not allowed"],
    name: "login-text",
    class: "our_fault",
    fault: "login",
    everyone: true,
    text: LOGIN,
    phases: BEFORE_CONTENT,
  },
  {
    samples: [
      "550 5.1.0 <shop@shop.example>: Sender address rejected: User unknown in virtual mailbox table",
      "550 Sender verify failed",
      "553 5.1.8 Domain of sender address <shop@shop.invalid> does not exist",
      "550 5.1.0 Emetteur invalide. Invalid Sender.",
    ],
    name: "sender-refused",
    class: "our_fault",
    fault: "sender",
    text: SENDER,
  },
  {
    samples: [
      "553 5.1.7 Not sent: the address is not one e-mail address",
      "550 5.1.8 <shop@shop.invalid>: no",
      "550 5.7.27 <shop@shop.invalid>: no",
    ],
    name: "sender-code",
    class: "our_fault",
    fault: "sender",
    // The address they speak of is the sender's (RFC 3463 3.2, RFC 7505 4.2), whatever the words say of it
    enhanced: /^5\.(?:1\.[78]|7\.27)$/,
  },
  {
    samples: ["552 Message size exceeds maximum permitted", "552 message too large", "500 Line too long"],
    name: "message-size",
    class: "our_fault",
    fault: "message",
    text: MESSAGE_SIZE,
    unless: READERS_STORE,
  },
  {
    samples: [
      "554 Transaction failed: Duplicate header 'Subject'.",
      "550 5.7.1 This message is not RFC 5322 compliant",
    ],
    name: "message-form",
    class: "our_fault",
    fault: "message",
    text: MESSAGE_FORM,
  },
  {
    samples: ["504 5.5.2 <shophost>: Helo command rejected: need fully-qualified hostname", "550 Bad HELO"],
    name: "helo-refused",
    class: "our_fault",
    fault: "protocol",
    text: /\b(?:helo|ehlo)\b/,
  },
  {
    samples: ["550 5.5.3 Too many recipients"],
    name: "too-many-recipients",
    class: "our_fault",
    fault: "protocol",
    text: /\btoo many recipients\b/,
  },
  {
    samples: ["535 5.7.8 No", "530 No"],
    name: "login-code",
    class: "our_fault",
    fault: "login",
    everyone: true,
    code: /^53[0458]$/,
  },
]
