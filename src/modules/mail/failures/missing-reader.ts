/** That there is no such reader, or no such domain. Words as `wordsOf` leaves them. */
import * as languages from "./rules-by-language"
import {
  any,
  gap,
  MISSING,
  MISSING_AT_ONCE,
  NO_SUCH,
  NO_SUCH_AT_ONCE,
  READER,
  SOME_NO,
  WHO,
  WHO_YOU_MEAN,
} from "./vocabulary"

export const NO_SUCH_READER = any(
  `${WHO_YOU_MEAN}${gap(5)}${MISSING}`,
  `@ \\. (?:is |was |has been )?${MISSING}(?= [.@]|$| here\\b| (?:on|at|in) this\\b)`,
  `${WHO}${gap(9)}(?:does|do) not? exists?\\b`,
  `${NO_SUCH}${gap(3)}${WHO}(?! (?:counts?|limits?|rate)\\b)`,
  /\bno (?:valid |known |local |such )?(?:one|user|mailbox|account|recipient|addressee|person|customer|mail ?drop)\b(?! (?:specified|given|table|activity))/,
  /(?<!\byou are )\bnot (?:a |an |our |any |one of our )+(?:own |valid |known |existing |active |local |current |registered |recogni[sz]ed |(?:e ?)?mail )*(?:users?|user ?names?|mailbox(?:es)?|accounts?|recipients?|receivers?|addressees?|alias(?:es)?|customers?|address(?:es)?|person|email address(?:es)?|domain users?|(?:member|subscriber)(?! (?:of|to) (?:this|the|that) (?:[^ ]+ )?(?:list|group)))\b/,
  `\\bno ${READER}(?: for(?: [^ .]+){1,3})? (?:@ |~ )?(?:here|by|with|named|called|found|exists?|known|match\\w*)\\b`,
  `${NO_SUCH_AT_ONCE} ${READER}(?! (?:specified|given|records?|book|table|activity|policy|associated))`,
  `${WHO_YOU_MEAN}(?: @)? ${MISSING_AT_ONCE}`,
  // Not of a message: "this email is invalid"
  /(?<!\b(?:your|sender|from|reply to) )\bemail(?: id)? (?:is |was |has )?(?:does not exist|not exist|not found(?! (?:in|on) (?:the )?queue)|unknown|not registered|no longer exists|non ?existent|not (?:a )?known)\b|\bno such email\b/,
  /\bnobody (?:here |with |by |of |called |named |at |that |this )+/,
  /(?<!\b(?:sender|from|you|your|host|domain|server|client|ip)\b(?: [^ .]+)? (?:does|do|did) )\bnot have an? (?:[^ ]+ ){0,2}?(?:account|mailbox|email address|delivery point)\b|\bno account\b|\bnot listed in (?:domino|the )?(?: ?directory)?|\bno [^ ]+ in (?:the )?(?:name |domino |public )?(?:directory|address book)\b/,
  /\b(?:unknown|illegal) or (?:illegal|unknown) (?:alias|user)\b|\buser ?unknown\b|\b(?:can ?not|could not|unable to|failed to) (?:find|be found|locate|resolve|identify|recogni[sz]e) (?:[^ ]+ ){0,2}?(?:user|user ?name|recipient|receiver|addressee|alias|mailbox|account|address)\b(?! (?:(?:for|of) (?:your|the sender|the client)\b|\d))/,
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
  /(?<!\b(?:sender|from)(?: [^ .]+){0,3} )\bnot in (?:the |our |my )?(?:(?:valid|local|recipients?|user|address|mailbox|account|alias|rout(?:e|es|ing)) )+(?:list|table|map|database|directory)\b/,
  /\bnot (?:user|recipient|customer|member) (?:of|on|at) (?:this|our)\b|\b(?:no longer|not) (?:works?|working|employed|lives?) (?:here|at|for|with)\b|\bnever heard of (?!you|your|this (?:host|server|domain|network)\b)|\b(?:i am|he is|she is) no longer (?:with|at)\b|\bi have (?:now )?left (?:the |our )?(?:company|organi[sz]ation|firm|school)\b/,
  /\b(?:employee|person|user|member|colleague|recipient|account|address|mailbox)(?:(?: [^ ]+){0,6}? (?:has|have) left\b|(?: @)? left(?= \.|$))|\bhas left (?:the|our) (?:company|organi[sz]ation|firm|school)\b/,
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
  /\bno (?:mail hosts?|mx|mx records?|mail exchangers?)\b(?: found)?(?: for)?|\bnull ?mx\b|\bnowhere to (?:deliver|send|route|forward)\b|\b(?:domain|host) (?:host |~ |@ )?does not (?:accept|receive) (?:any )?mail\b|\bhost domain does not accept\b/,
  /\bdomain (?:~ |@ )?(?:is )?(?:obsolete|no longer (?:in use|used|valid|exists|hosted|active|handled|served))\b|\bdomain(?: is)? not (?:hosted|in use|used|local|handled|served)\b|\b(?:could|can) not find any (?:host|domain|mail server)\b/,
  /\bdomain (?:[^ ]+ )?(?:is |has |been )*(?:expired|parked|suspended|deleted|unreachable|not reachable)\b|\brejected \. no domain\b/,
  ...languages.NO_SUCH_DOMAIN,
  /\bable to find the recipient domain\b|\bname service error\b|\bno (?:data|records?|answer) (?:by|from|in) (?:the )?(?:dns|name ?server)\b|\bname or service not known\b|\brecipient (?:s )?domain must (?:exist|resolve)\b|\b(?:mx|srv)(?: records?)?(?: (?!\. )[^ ]+){0,3}? no smtp service\b|\bcan not resolve (?!(?:[^ .]+ ){0,6}?(?:your|sender|client|helo|reverse|connecting)\b)(?:[^ .]+ ){0,6}?(?:domain|host)\b|\bunroute?able mail domain\b/
)

/** It is about the domain that sends, or about one in the mail. */
export const OTHER_DOMAIN =
  /\b(?:sender|sending|your|originating|from|mail from) (?:s )?domain\b|\bdomain may not exist\b|\b(?:records?|mx) for your\b|\b(?:links?|urls?)\b|\b(?:relay|client) host\b|\bnot found try again\b|\b(?:helo|ehlo)\b/

/** In a short reply, whichever comes first. */
export const SOME_READER_AND_NO = any(
  `^(?=.{0,200}$)(?=.*${WHO}).*${SOME_NO}`,
  ...languages.READER_AND_NO.map((either) => `^(?=.{0,200}$).*(?:${either})`)
)

/** Of what else a server may say no: the sender, the mail, the connection, rights, room, time. */
export const SOMETHING_ELSE = any(
  /\b(?:you|your|yours|sender\w*|from|originat\w*|ip|ips|client|connect\w*|session|helo|ehlo|relay\w*|polic\w*|spam\w*|virus\w*|junk|lists?|listed|blocklist|block\w*|black\w*|filter\w*|reputation|abus\w*)\b/,
  /\b(?:auth\w*|permi\w+|allow\w*|restrict\w*|den(?:y|ied|ies)|prohibit\w*|forbid\w*|forbidden|accept\w*|want\w*|licen[cs]e\w*|credits?|paid|payment|secur\w*|tls|ssl|encrypt\w*|certificat\w*|dns|ptr|mx|spf|dkim|dmarc|password|log ?in)\b/,
  /\b(?:messages?|mails? (?:is|was)|content|attachment\w*|headers?|subject|size|large|big|long|limit\w*|rate|quota|full|space|room|storage|too|exceed\w*|frequen\w*|many|much)\b/,
  /\b(?:should|specified|given|supplied|provided|try|tr(?:ied|ying)|retr\w+|later|again|temporar\w*|moment|now|currently|time|timed|timeout|minutes?|hours?|busy|gr[ae]y\w*|delay\w*|defer\w*|wait\w*)\b/,
  /\b(?:syntax|command\w*|sequence|parameters?|arguments?|data|system|internal|local problem|config\w*|reasons?|responses?|fields?|outputs?|files?|director(?:y|ies)|dis[ck]s?|excess\w*|database|look ?up\w*|loop\w*|hops?|verif\w*|errors?|operation|protocol|support\w*|implement\w*|service|port|welcome|may|might|opens?|lock|write|writable|read|create|access\w*|save|store|append|need\w*|require\w*|must)\b/,
  ...languages.ABOUT_SOMETHING_ELSE
)
