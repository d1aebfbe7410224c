/** What is wrong with the reader's mailbox or address, by the server's words; from RCPT on. */
import { AT_CONTENT, AT_RECIPIENT, type FailureRule } from "./rule"
import * as languages from "./rules-by-language"
import {
  any,
  gap,
  MISSING,
  MISSING_AT_ONCE,
  NO_SUCH,
  NO_SUCH_AT_ONCE,
  READER,
  SWITCHED_OFF,
  WHO,
  WHO_YOU_MEAN,
} from "./vocabulary"

const STORE =
  "\\b(?:mailbox|inbox|mail ?folder|maildir|mail ?drop|account|disk|disc|storage|user|recipient)\\b"

export const FULL = any(
  /\bover ?(?:disk |disc |storage |the |its |his |their )*(?:allowed )?quot[ae]\b|\bquota (?:usage |limit |is |was |has been |have been |will be )*(?:exceeded|full|violation|reached|exhausted)\b|\bquota is over\b|\bquota (?:of|for) (?:(?:the|this|that|your) )?(?:user|recipient|mailbox|account|@)(?: @)? (?:is |was |has been )?(?:exceeded|full|reached|exhausted)\b/,
  /\bexceed\w* (?:[^ ]+ ){0,4}?(?:quota|storage|disk space|mailbox limit|mailbox size|space|hard limit)\b|\bquot[ae] exceed/,
  `${STORE}(?: (?!\\. )[^ ]+){0,3}? (?:full|overflow\\w*|over limit)\\b|\\bfull (?:mailbox|inbox)\\b`,
  `${STORE} (?:size |space |storage )?(?:limit )(?:is |has been )*(?:exceeded|exeeded|reached)\\b|\\bmailbox exceed`,
  /\b(?:out of|exhausted|no more|no|not enough|insufficient|lacks?|used up)(?: [^ ]+){0,2}? (?:(?:storage|disk|disc|mailbox) (?:space|storage)|dis[ck]space)\b|\bout of (?:storage|space|quota)\b|\bnot (?:have )?enough (?:free |mail )?(?:space|room|storage)\b/,
  /\bspace (?:[^ ]+ ){0,2}?(?:not enough|used up|has been used|full)\b|\bexhausted allowed storage\b|\btoo many messages (?:on|in) (?:the|this|his)\b|\btoo much mail data\b/,
  /\b(?:exceptions? )?shutoff quota exceeded\b|\bstorage (?:allocation|limit) exceeded\b|\bno space left\b|\bmail ?file size exceeds?\b/,
  /\bover the maximum (?:allowed )?(?:number of messages|(?:mailbox )?size)\b|\b(?:can not|not able to|unable to) (?:receive|take|accept) any (?:more|further) (?:mails?|emails?|messages?)\b/,
  ...languages.FULL
)

/** Of the machine, not of a mailbox. */
const SYSTEM_STORAGE =
  /\bsystem storage\b|\bfile system full\b|\bqueue(?: [^ .]+){0,4}? (?:full|exceed\w*|quota|limit|space|storage)\b|\bin (?:the |our )?(?:[^ .]+ )?queue\b/

export const INACTIVE = any(
  `${WHO_YOU_MEAN}${gap(5)}${SWITCHED_OFF}`,
  `\\brejected \\. (?:as |temporarily |currently )?${SWITCHED_OFF}`,
  `${SWITCHED_OFF}${gap(2)}\\b${READER}`,
  /\b(?:long time |extended |due to |for )inactivity\b|\bno (?:[^ ]+ )?activity\b|\bshould log ?in to enable\b|\bmail receiving (?:is )?disabled\b/,
  /\baccount (?:is )?not (?:currently )?accepting (?:mail|messages)\b|\bmailbox disabled\b/,
  `${WHO}(?: @)? (?:(?:is )?(?:currently )?not (?:currently )?(?:accepting|receiving)|does not (?:accept|receive)|not permitted to receive) (?:any )?(?:new )?(?:mails?|emails?|messages?)(?= \\.| @|$)`,
  // Not of a session: "not logged in"
  `${WHO}${gap(2)}(?:never (?:been )?(?:logged|signed|used|opened|activated)|not (?:been )?(?:logged|signed|entered|used|opened|read)(?: (?:in|on|into)\\b)?(?: [^ .]+){0,2}? (?:for|during|since|within|in the last))\\b`,
  // Not from somebody, and not just now
  `${WHO}(?: @)?(?: [^ .]+){0,2}? (?:can not|may not|does not|unable to|not (?:able|allowed|permitted|set up) to) receive (?:any )?(?:new )?(?:mails?|emails?|messages?)(?= \\.| @|$| (?:any ?more|any longer)\\b)`,
  ...languages.SWITCHED_OFF
)

/** "Does not exist or is disabled": then it is the worse of the two. */
const PERHAPS_GONE =
  /\b(?:unknown|exists?|found|invalid|valid|closed) or (?:[^ ]+ ){0,3}?(?:disabled|inactive|suspended|blocked|deactivated|not active|expired|locked)\b|\b(?:disabled|inactive|suspended|blocked|deactivated|expired|locked) or (?:[^ ]+ ){0,2}?(?:not exist|unknown|not found|invalid|deleted)\b/

export const NO_SUCH_READER = any(
  `${WHO_YOU_MEAN}${gap(5)}${MISSING}`,
  `@ \\. (?:is |was |has been )?${MISSING}(?= [.@]|$| here\\b| (?:on|at|in) this\\b)`,
  `${WHO}${gap(9)}(?:does|do) not? exists?\\b`,
  `${NO_SUCH}${gap(3)}${WHO}`,
  /\bno (?:valid |known |local |such )?(?:one|user|mailbox|account|recipient|addressee|person|customer|mail ?drop)\b(?! (?:specified|given|table|activity))/,
  /\bnot (?:a |an |our |any |one of our )+(?:valid |known |existing |active |local |current |registered |recogni[sz]ed |(?:e ?)?mail )*(?:user|user ?name|mailbox|account|recipient|receiver|addressee|alias|customer|address|person|email address|domain user|(?:member|subscriber)(?! (?:of|to) (?:this|the|that) (?:[^ ]+ )?(?:list|group)))\b/,
  `\\bno ${READER} (?:@ |~ )?(?:here|by|with|named|called|found|exists?|known|match\\w*)\\b`,
  `${NO_SUCH_AT_ONCE} ${READER}(?! (?:specified|given|records?|book|table|activity|policy|associated))`,
  `${WHO_YOU_MEAN}(?: @)? ${MISSING_AT_ONCE}`,
  // Not of a message: "this email is invalid"
  /(?<!\b(?:your|sender|from|reply to) )\bemail(?: id)? (?:is |was |has )?(?:does not exist|not exist|not found(?! (?:in|on) (?:the )?queue)|unknown|not registered|no longer exists|non ?existent|not (?:a )?known)\b|\bno such email\b/,
  /\bnobody (?:here |with |by |of |called |named |at |that |this )+/,
  /(?<!\b(?:sender|from|you|your|host|domain|server|client|ip)\b(?: [^ .]+)? (?:does|do|did) )\bnot have an? (?:[^ ]+ ){0,2}?(?:account|mailbox|email address|delivery point)\b|\bno account\b|\bnot listed in (?:domino|the )?(?: ?directory)?|\bno [^ ]+ in (?:the )?(?:name |domino |public )?(?:directory|address book)\b/,
  /\b(?:unknown|illegal) or (?:illegal|unknown) (?:alias|user)\b|\buser ?unknown\b|\b(?:can ?not|could not|unable to|failed to) (?:find|be found|locate) (?:[^ ]+ ){0,2}?(?:user|user ?name|recipient|receiver|addressee|alias|mailbox|account|address)\b(?! (?:for|of) (?:your|the sender|the client)\b)/,
  /\b(?:user|recipient|mailbox|account|address|person)\b(?: (?!\. )[^ ]+){0,3}? (?:(?:could|can) not be (?:found|verified|located)|is not on this server)\b/,
  /\bno va(?:li|il)d recipients were found\b|\b(?:recipient|address) verif(?:y|ication) (?:(?:from|in|by|against) (?!your\b)[^ .]+ )?(?:has )?failed\b/,
  /\b(?:unable to|can not|could not) validate (?:the |this )?(?:recipient|user|address|mailbox)\b(?! of (?:the )?sender)|(?<!\b(?:sender|from|ip|return|helo) )\b(?:recipient|user|address) validation (?:[^ .]+ )?failed\b/,
  /(?<!\b(?:command|host|domain|sender|verb|parameter|client|ip|server)(?: is| was)? )\b(?:not known|unknown) (?:at|on|to) this (?:site|server|system|host|domain)\b/,
  /\bnot found (?:the )?(?:recipient|user|mailbox|account)\b|(?<!\b(?:sender|from|your)(?: [^ .]+)? )\b(?:email|address)(?: address)?(?: @)? has (?:been )?changed\b/,
  /(?<!\b(?:sender|from|you|host|ip|client)\b(?: [^ .]+){0,2} )\bnot (?:in|on) (?:the|our|my) list of (?:[^ .]+ )?(?:recipients?|users?|addresses|mailboxes)\b/,
  /\bunroute?able (?:address|mail domain|user)\b|\bunavailable mail user\b|\brecip(?:ient)? not found\b|\buser unknown\b|\bnot in my valid ?rcpt ?to\b|\bin (?:my|our|the) bad ?rcpt ?to\b/,
  /\bnot our (?:user|customer)\b|\bthis address (?:has been|was) (?:closed|deleted|retired)\b|\buser is terminated\b/,
  /\b(?:does|do|can) not (?:handle|accept|take|receive) (?:mail|email|messages) for (?:that|this) (?:user|recipient|address|mailbox)\b/,
  /\b(?:mail|email|messages?)(?: is| are)? (?:currently )?not (?:currently )?(?:being )?(?:allowed|accepted) (?:to|for|at) (?:this|that) (?:address|mailbox|account|user)\b/,
  /(?<!\b(?:sender|from)(?: [^ .]+){0,3} )\bnot in (?:the |our |my )?(?:(?:valid|local|recipients?|user|address|mailbox|account) )+(?:list|table|map|database|directory)\b/,
  /\bnot (?:user|recipient|customer|member) (?:of|on|at) (?:this|our)\b|\b(?:no longer|not) (?:works?|working|employed) (?:here|at|for|with)\b|\b(?:i am|he is|she is) no longer (?:with|at)\b|\bi have (?:now )?left (?:the |our )?(?:company|organi[sz]ation|firm|school)\b/,
  /\b(?:employee|person|user|member|colleague|recipient|account|address|mailbox)(?: [^ ]+){0,6}? (?:has|have) left\b|\bhas left (?:the|our) (?:company|organi[sz]ation|firm|school)\b/,
  // Named by nothing but the part before the @
  /^(?!~|sender|from|host|domain|client|helo|command|parameter|file|service|virus|spf|dkim|ptr)[^ .]+ (?:is |was )?(?:not found|unknown|does not exist)(?: \.)?$/,
  `${WHO}(?: @)? (?:is )?(?:not available|unavailable) (?:here|(?:on|at) this(?! (?:time|moment)))\\b`,
  `${WHO}(?: @)? (?:is )?not (?:our|one of our) (?:[^ .]+ ){0,2}?(?:clients?|customers?|subscribers?|users?|members?)\\b`,
  `${WHO}(?: @)? (?:has|have|with) no (?:[^ .]+ )?(?:mail|email)(?: (?:box|account|address|service|folder))?(?= \\.| @|$| here\\b)`,
  /\b(?:can|do|does|will) not accept (?:this |that |the |such )?(?:user|recipient|mailbox|addressee)(?= [.@]|$)/,
  /\bno (?:(?:redirect|forwarding|forward|delivery|mail|routing|directory|alias|such|valid|matching|user|mailbox|account|database|ldap) )*(?:entry|entries|mapping|redirect|redirection|forwarding|alias) (?:exists |found |defined |set up )?(?:for|to) (?:(?:this|that|the|your) )?(?:(?:recipient|email|mail) )?(?:@|address|user|recipient|mailbox|alias|account)/,
  /\bno such (?:login|name)\b|\b(?:missing|no) home ?directory\b|\buser path not? exists?\b/
)

/** The same in other languages, apart: V8 compiles no pattern of more than 20 kB, and one that it does not is sixty times slower. */
export const NO_SUCH_READER_ABROAD = any(...languages.NO_SUCH_USER)

/** Something is unknown, but not the reader. */
export const UNKNOWN_FAULT = any(...languages.UNKNOWN_FAULT)

export const NO_SUCH_DOMAIN = any(
  /(?<!\b(?:your|client|helo|ehlo|reverse) )\b(?:domain|host(?:name)?|destination|system)(?: (?:name|@|~|part|for|of|recipient|the|address))*(?: (?!returned|has\b|contains|failed)[^ ]+)?(?: is| was)? (?:does not exist|do not exist|not exist|not found|unknown|invalid|non ?existent|not valid|not known|not be found|not resolve)\b/,
  /\b(?:unknown|no such|bad|invalid|illegal|non ?existent|unresolvable) (?:(?!\. )[^ ]+ ){0,2}?(?:domains?|hosts?|hostname|system)\b/,
  /\bno (?:mail hosts?|mx|mx records?|mail exchangers?)\b(?: found)?(?: for)?|\bnull ?mx\b|\b(?:domain|host) (?:host |~ |@ )?does not (?:accept|receive) (?:any )?mail\b|\bhost domain does not accept\b/,
  /\bdomain (?:~ |@ )?(?:is )?(?:obsolete|no longer (?:in use|used|valid|exists|hosted|active|handled|served))\b|\bdomain(?: is)? not (?:hosted|in use|used|local|handled|served)\b|\b(?:could|can) not find any (?:host|domain|mail server)\b/,
  /\bdomain (?:[^ ]+ )?(?:is |has |been )*(?:expired|parked|suspended|deleted|unreachable|not reachable)\b|\brejected \. no domain\b/,
  ...languages.NO_SUCH_DOMAIN,
  /\bable to find the recipient domain\b|\bname service error\b|\bno (?:data|records?|answer) (?:by|from|in) (?:the )?(?:dns|name ?server)\b|\bname or service not known\b|\brecipient (?:s )?domain must (?:exist|resolve)\b|\b(?:mx|srv)(?: records?)?(?: (?!\. )[^ ]+){0,3}? no smtp service\b|\bcan not resolve (?!(?:[^ .]+ ){0,6}?(?:your|sender|client|helo|reverse|connecting)\b)(?:[^ .]+ ){0,6}?(?:domain|host)\b|\bunroute?able mail domain\b/
)

/** Locked for some minutes, or for those who come too often. */
const COMES_BACK = /\btry (?:again|later)\b|\bretr(?:y|ying)\b|\btoo (?:fast|quickly|often|many)\b/

/** The message has come by here before. */
const LOOP = /\bloop(?:s|ing)?\b|\btoo many hops\b|\bhop count\b/

/** It is about the domain that sends, or about one in the mail. */
export const OTHER_DOMAIN =
  /\b(?:sender|sending|your|originating|from|mail from) (?:s )?domain\b|\bdomain may not exist\b|\b(?:records?|mx) for your\b|\b(?:links?|urls?)\b|\b(?:relay|client) host\b|\bnot found try again\b/

/** A server that only tried to find out. */
const UNSURE =
  /\bunverified address\b(?!.{0,80}\b(?:unknown|not exist|no such)\b)|\bverification in progress\b|\bunable to verify\b|\bverify (?:the )?(?:recipient|address) (?:at this time|right now)\b/

export const RECIPIENT_RULES: FailureRule[] = [
  {
    samples: ["554 5.4.6 Mail loop: host unknown here", "554 5.4.14 Hop count exceeded"],
    name: "loop",
    class: "unknown",
    text: LOOP,
    phases: AT_RECIPIENT,
  },
  {
    samples: [
      "550 5.1.1 <hanako@example.jp>: Recipient address rejected: unverified address: connect to mx.example.jp: timed out",
    ],
    name: "not-sure",
    class: "unknown",
    text: UNSURE,
    unless: /\b(?:mailbox|user|recipient|account) (?:does not exist|not found|unknown)\b/,
    phases: AT_RECIPIENT,
  },
  {
    samples: [
      "550 5.2.1 The user you are writing to receives mail at a rate that prevents more",
      "550 5.2.122 The recipient has exceeded their limit for the number of messages they can receive per hour",
    ],
    name: "receives-too-much",
    class: "unknown",
    text: /\breceiv\w*(?: [^ ]+){0,3}? (?:at a rate|too (?:fast|quickly|many))|\breceive per (?:hour|day)\b|\bexceed\w* (?:[^ .]+ ){0,3}?receiving (?:limits?|rate)\b|\breceiving rate\b/,
    phases: AT_RECIPIENT,
  },
  {
    samples: [
      "554 delivery error: dd Mailbox full (hanako@yahoo.example.jp) - mta501.mail.example",
      "552 Requested mail action aborted: exceeded storage allocation",
      "552 sorry, mailbox hanako@example.jp is over quota temporarily (#5.1.1)",
      "552 5.1.1 Boite du destinataire pleine. Recipient overquota.",
      "550 hanako@example.jp: quota exceeded",
    ],
    name: "full-text",
    class: "mailbox_full",
    text: FULL,
    unless: SYSTEM_STORAGE,
    phases: AT_RECIPIENT,
  },
  {
    samples: [
      "554 delivery error: dd This user's account is disabled (hanako@yahoo.example.jp)",
      "550 Mailbox suspended",
      "550 hanako@example.jp: this account is inactive",
      "550 5.5.0 Le compte du destinataire est bloque. The recipient account is blocked.",
      "550 5.1.1 <hanako@example.jp>: inactive email address",
      "554 5.7.1 The mailbox hanako@example.jp can not receive mail",
    ],
    name: "inactive-text",
    class: "inactive",
    text: INACTIVE,
    unless: any(PERHAPS_GONE, COMES_BACK),
    phases: AT_RECIPIENT,
  },
  {
    // Japanese carriers say this of readers who do not take mail from this sender; of others they say it at RCPT.
    samples: [
      "550 : User unknown",
      "550 Unknown user hanako@docomo.example.jp",
      "550 Invalid recipient: <hanako@softbank.example.jp>",
    ],
    name: "carrier-filter",
    class: "policy",
    enhanced: /^$|^5\.[02]\.0$/,
    text: /^(?:@ )?(?:\. )?(?:user unknown|unknown user|invalid recipient)(?: \.)?(?: @)?(?: \.)?$/,
    phases: AT_CONTENT,
  },
  {
    samples: [
      // NTT docomo's way
      "550 Unknown user hanako@docomo.example.jp",
      // au's way
      "550 <hanako@ezweb.example.jp>: User unknown",
      // SoftBank's way
      "550 Invalid recipient: <hanako@softbank.example.jp>",
      // Yahoo! JAPAN's way
      "554 delivery error: dd This user doesn't have a yahoo.example.jp account (hanako@yahoo.example.jp) [0]",
      // Domino's way
      "550 hanako@example.jp... not listed in Domino Directory",
      // Exim's ways
      "550 Unrouteable address",
      "550 No such user here",
      // With codes that say something else
      "550 5.7.1 <hanako@example.jp>... User unknown",
      "550 5.2.1 User unknown",
      "550 5.5.0 Adresse d au moins un destinataire invalide. Invalid recipient. LPN007_416",
      "550 Not our user",
      "550 No forwarding entry for this recipient",
      "550 will not accept user",
      "550 This recipient is not one of our hosting clients",
    ],
    name: "no-such-user-text",
    class: "address_invalid",
    text: NO_SUCH_READER,
    unless: UNKNOWN_FAULT,
    phases: AT_RECIPIENT,
  },
  {
    samples: ["550 用户不存在", "550 Utilisateur inconnu"],
    name: "no-such-user-abroad",
    class: "address_invalid",
    text: NO_SUCH_READER_ABROAD,
    unless: UNKNOWN_FAULT,
    phases: AT_RECIPIENT,
  },
  {
    samples: [
      "550 Host unknown",
      "550 5.4.310 DNS domain example.jpp does not exist",
      "550 5.4.4 Unable to route: no mail hosts for domain",
      "550 Domain example.jp does not accept mail (nullMX)",
    ],
    name: "no-such-domain-text",
    class: "address_invalid",
    text: NO_SUCH_DOMAIN,
    unless: OTHER_DOMAIN,
    phases: AT_RECIPIENT,
  },
  {
    // At the end it is a host in our mail, or ours: theirs was asked for at RCPT
    samples: ["550 mx.example.jpp does not exist", "521 example.jp does not accept mail"],
    name: "no-such-host",
    class: "address_invalid",
    text: /(?:^|\. )~ does not (?:exist|accept mail(?! from))\b/,
    unless: OTHER_DOMAIN,
    phases: ["rcpt"],
  },
  {
    samples: [
      "504 5.5.2 <hanako@localdomain>: Recipient address rejected: need fully-qualified address",
      "553 <hanako>... Domain name required",
    ],
    name: "no-whole-address",
    class: "address_invalid",
    text: /\bneed fully qualified address\b|\b(?:domain|host) ?name required\b|\baddress (?:[^ ]+ ){0,2}?syntax\b|\bsyntax(?: [^ ]+){0,3}? address\b|\bmalformed (?:[^ ]+ ){0,2}?(?:address|recipient|mailbox)\b|(?:@|\baddress|\brecipient)(?: (?!\. [^m])[^ ]+){0,3}? malformed\b/,
    unless: /\bhelo\b/,
    phases: ["rcpt"],
  },
  {
    samples: [
      "550 5.4.1 Recipient address rejected: Access denied. [TY2JPN01FT003.eop-jpn01.prod.protection.example]",
      "550 5.4.1 [hanako@example.jp]: Recipient address rejected: Access denied",
      "550 5.4.1 All recipient addresses rejected : Access denied",
    ],
    name: "outlook-no-such-recipient",
    class: "address_invalid",
    enhanced: /^5\.4\.1$/,
    text: /\baccess denied\b/,
    phases: AT_RECIPIENT,
  },
]

/** Said of readers and of much else: only where nothing else is named. */
export const VAGUE_RECIPIENT: FailureRule[] = [
  {
    samples: [
      "550 #5.1.0 Address rejected.",
      "550 <hanako@example.jp>: Recipient address rejected",
      "550 We could not deliver mail for hanako@example.jp",
    ],
    name: "address-rejected",
    class: "address_invalid",
    text: /\b(?:can not|could not|unable to|failed to|fails to) (?:be )?deliver(?:ed)?(?: (?:(?:your|the|this) )?(?:mail|email|messages?))? (?:to|for) (?:(?:this|that|the) )?(?:@|address|recipient|mailbox|user)(?: @)?(?: \.)?$|\b(?:address(?:es)?|recipients?) (?:rejected|failed)(?: \.)?(?: @)?(?: \.)?$|\brejected (?:the )?recipients?(?: \.)?$|\bno valid recipients\b/,
    phases: ["rcpt"],
  },
  {
    samples: [
      "550 Requested action not taken: mailbox unavailable",
      "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).",
      "553 Mailbox name not allowed",
    ],
    name: "mailbox-unavailable",
    class: "address_invalid",
    code: /^55/,
    text: any(
      /\b(?:mailbox|recipient|account)(?: name| (?!not )[^ .]+)?(?: is)? (?:currently )?(?:unavail?able|not available|not allowed(?! to))\b|\bunavailable (?:mailbox|recipient|user|account)\b/,
      ...languages.UNAVAILABLE
    ),
    // Some say both when we send too fast
    unless: any(COMES_BACK, languages.FOR_A_WHILE),
    phases: ["rcpt"],
  },
]
