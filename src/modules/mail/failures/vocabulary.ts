/**
 * What rules are made of: words as `wordsOf` leaves them. Servers say the same few things in endless wordings, whom it
 * is about, then what is wrong with them, with little between; or the other way round.
 */

/** One pattern out of several. */
export function any(...patterns: (string | RegExp)[]): RegExp {
  const sources = patterns.map((pattern) => (typeof pattern === "string" ? pattern : pattern.source))
  return new RegExp(sources.join("|"), "u")
}

/** Up to so many words between two that belong together, within a sentence. */
export const gap = (words: number): string => `(?: (?!\\. )[^ ]+){0,${words}}? `

/** The reader, their mailbox or their address; never the sender's, and never a machine's. */
export const WHO =
  "(?<!\\b(?:sender|from|return|reverse|ip|client|host|server|your|source|sending|network|header|smtp|bounce|reply to) )" +
  "(?:@|\\b(?:users?(?: ?(?:names?|ids?))?|recipients?|receivers?|addressees?|mailbox(?:es)?|mbox|inbox|mail ?drop|alias(?:es)?|" +
  "address(?:es)?|accounts?|local part|person|rcpt(?: ?to)?|customer|subscriber|spectator|e?mail ?name|ids?)\\b)"

/** "The account that you tried to reach". */
export const WHO_YOU_MEAN = `${WHO}(?: (?:that |which |whom |to which )?you (?:[^ .]+ ){1,4}?(?:reach|contact|to|mail|email)| you (?:entered|specified|typed|gave|used))?`

/** The same where the word before says what of them: "no user". */
export const READER =
  "(?:(?:e ?mail|mail|local|domain|virtual|system|such|matching) )*(?:users?(?: ?(?:names?|ids?))?|recipients?|receivers?|addressees?|" +
  "mailbox(?:es)?|mbox|mail ?drop|alias(?:es)?|address(?:es)?|accounts?|person|customer|subscriber)\\b"

/** "Unknown error", "an invalid response": the word is about that, not about the reader. */
const ABOUT_ELSE =
  "(?! (?:error(?! code)|reason|failure|problem|cause|response|reply|message|certificate|data|attachment|command|content|" +
  "characters?|sequence|parameters?|options?|arguments?|date|password|credentials?|login|request|encoding|sender|client|headers?|mime|ip|dns|tls|url|link)\\b)"

/** Said of a reader who is not there. */
export const MISSING =
  `(?:\\b(?:unknown|invalid)\\b${ABOUT_ELSE}|` +
  "\\bnon ?exist(?:ent|ing|ant)\\b|\\bunrecogni[sz]ed\\b|\\bundeliverable\\b|" +
  "\\b(?:not|no|never)(?: (?:be|been|being|a|in|on|to|yet|currently|appear|seem))* (?:known|recogni[sz]ed|found|valid(?! (?:licen[cs]e|subscription|plan|key|certificate))|exist(?:s|ed|ing|ent)?|listed|ok|accepted(?= [.@]|$)|" +
  "present|registered|subscribed|local|defined|correct|provisioned|(?:in )?use|used|assigned|" +
  "deliverable|handled|served|hosted|managed|configured(?! (?:to|for)\\b)|created|set ?up(?! (?:to|for)\\b)|located|ours|one of ours|here(?= [.@]|$)|live here)\\b|" +
  "\\bmust exist\\b|\\bnot in (?:the|our|my|this|any) (?:[^ .]+ ){0,2}?(?:directory|database|address ?book|table|map)\\b|\\bno more exists?\\b|" +
  "\\bno longer (?:valid|known|exists?|available|active|(?:in )?(?:use|service)|used|here|on (?:this |our )?(?:server|system)|accepts?|" +
  "receives?|monitored|employed|works?|with)\\b|" +
  "\\b(?:deleted|removed|erased|purged|wiped|withdrawn|revoked|dissolved|terminated|closed(?! (?:for|to)\\b)|(?<!being )moved|cancell?ed|retired|decommissioned|deprovisioned|abandoned|reserved|out of (?:service|use))\\b)"

/** The same in words that are said of much else: only with nothing between, and nothing behind. */
export const MISSING_AT_ONCE =
  "(?:is |was |has |been |are ){0,2}(?:gone|dead|obsolete|unused|unreachable|wrong|incorrect|bad|bogus|no good|misspel(?:led|t)|mistyped|unlisted)(?= [.@]|$| here\\b)"

/** Before the reader: "unknown user". */
export const NO_SUCH =
  `\\b(?:(?:unknown|invalid|illegal|incorrect|bad|wrong)\\b${ABOUT_ELSE}|` +
  "[ns]o such|non ?exist(?:ent|ing|ant)|unrecogni[sz]ed|bogus|unkown|unresolvable|unroute?able|undeliverable|unregistered|unmapped|deleted|(?:do|does|did) not (?:exists?|know|recogni[sz]e|have)|no record of|never heard of|nothing (?:is )?known (?:about|of)|know no)"

/** The same in words that are said of much else. */
export const NO_SUCH_AT_ONCE =
  "\\b(?:no (?:such|matching|known)|there is no|(?:have|has|know) no|closed|dead|obsolete|terminated|unassigned|non ?local)"

/** Said of a mailbox that is there and switched off. "Has blocked you" is what a reader did. */
export const SWITCHED_OFF =
  "\\b(?:(?<!\\b(?:has|have) )(?:disabled|deactivated|suspended|suspend|locked(?! out| by (?:another|a|an|pop|imap|some)\\b)|discontinued|archived|" +
  "blocked(?! (?:you|your|us|the sender|this sender|this message|mail|messages|email|using|for spam)\\b))|" +
  "inactive|inactivated|not (?:currently |yet )?(?:active|activated|enabled)|frozen|expired|on hold|dormant|sleeping|parked|under suspension|" +
  "hangup|(?:turned|switched) off(?= [.@]|$))\\b"

/** A no of any kind. */
export const SOME_NO =
  "\\b(?:no(?! [.@]| route|$)|not|non|none|never|nobody|nothing|without|lacks?|former|gone|dead|missing|expired?|terminated|suspended|closed|locked(?! by)|frozen|ceased|vacant|extinct|wrong|" +
  "un(?:known|resolv|rout|reach|deliver|avail|regist|recogni|assign|provision|identif|map|confirm|exist|us)\\p{L}*|" +
  "in(?:valid|activ|correct|exist)\\p{L}*|de(?:activ|let|funct|ceas|commiss)\\p{L}*|dis(?:abled|contin|mantl|appear)\\p{L}*)\\b"
