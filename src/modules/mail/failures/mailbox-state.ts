/** That a mailbox takes nothing: it is full, or switched off. Words as `wordsOf` leaves them. */
import * as languages from "./rules-by-language"
import { any, gap, READER, SWITCHED_OFF, WHO, WHO_YOU_MEAN } from "./vocabulary"

const STORE =
  "\\b(?:mailbox|inbox|mail ?folder|maildir|mail ?drop|account|disk|disc|storage|user|recipient)\\b"

export const FULL = any(
  /\bover ?(?:disk |disc |storage |message |the |its |his |their )*(?:allowed )?quot[ae]\b|\bquota (?:usage |limit |is |was |has been |have been |will be )*(?:exceeded|full|violation|reached|exhausted)\b|\bquota is over\b|\bquota (?:of|for) (?:(?:the|this|that|your) )?(?:user|recipient|mailbox|account|@)(?: @)? (?:is |was |has been )?(?:exceeded|full|reached|exhausted)\b/,
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
export const SYSTEM_STORAGE =
  /\bsystem storage\b|\bfile system full\b|\bqueue(?: [^ .]+){0,4}? (?:full|exceed\w*|quota|limit|space|storage)\b|\bin (?:the |our )?(?:[^ .]+ )?queue\b/

export const INACTIVE = any(
  `${WHO_YOU_MEAN}${gap(5)}${SWITCHED_OFF}`,
  `\\brejected \\. (?:as |temporarily |currently )?${SWITCHED_OFF}`,
  `${SWITCHED_OFF}${gap(2)}\\b${READER}`,
  /\b(?:long time |extended |due to |for )inactivity\b|\bno (?:[^ ]+ )?activity\b|\bshould log ?in to enable\b|\bmail receiving (?:is )?disabled\b/,
  /\baccount (?:is )?not (?:currently )?accepting (?:mail|messages)\b|\bmailbox disabled\b/,
  `${WHO}(?: @)? (?:(?:is )?(?:currently )?not (?:currently )?(?:accepting|receiving)|does not (?:accept|receive)|not permitted to receive) (?:(?:any|new|incoming) )*(?:mails?|emails?|messages?)(?= \\.| @|$)`,
  // Not of a session: "not logged in"
  `${WHO}${gap(2)}(?:never (?:been )?(?:logged|signed|used|opened|activated)|not (?:been )?(?:logged|signed|entered|used|opened|read)(?: (?:in|on|into)\\b)?(?: [^ .]+){0,2}? (?:for|during|since|within|in the last))\\b`,
  // Not from somebody, and not just now
  `${WHO}(?: @)?(?: [^ .]+){0,2}? (?:can not|may not|does not|unable to|not (?:able|allowed|permitted|set up) to) receive (?:any )?(?:new )?(?:mails?|emails?|messages?)(?= \\.| @|$| (?:any ?more|any longer)\\b)`,
  ...languages.SWITCHED_OFF,
  ...languages.TAKES_NO_MAIL
)

/** "Does not exist or is disabled": then it is the worse of the two. */
export const PERHAPS_GONE =
  /\b(?:unknown|exists?|found|invalid|valid|closed) or (?:[^ ]+ ){0,3}?(?:disabled|inactive|suspended|blocked|deactivated|not active|expired|locked)\b|\b(?:disabled|inactive|suspended|blocked|deactivated|expired|locked) or (?:[^ ]+ ){0,2}?(?:not exist|unknown|not found|invalid|deleted)\b/

/** Locked for some minutes, or for those who come too often. */
export const COMES_BACK = /\btry (?:again|later)\b|\bretr(?:y|ying)\b|\btoo (?:fast|quickly|often|many)\b/
