/** Replies of many servers, what they mean, and when a deferred mail is tried again. */
import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import path from "node:path"
import { promisify } from "node:util"

import { processorTime } from "../../../../../integration-tests/support/processor-time"
import { parseReply } from "../../smtp/reply"
import type { SmtpPhase } from "../../smtp/transport"
import { CONSEQUENCES, FAILURE_CLASSES, type FailureClass } from "../../words/failure-classes"
import { classifyReply, isTemporary } from "../classify"
import { samenessOf, wordsOf } from "../normalised-reply"
import { isGivenUp, nextAttemptDelay, RETRY_DELAYS } from "../retry"
import { FAILURE_RULES } from "../rules"

const classOf = (text: string, phase: SmtpPhase = "rcpt") => classifyReply(parseReply(text, phase)).class

interface LabelledReply {
  phase: SmtpPhase
  right: FailureClass[]
  text: string
}

function labelled(file: string): LabelledReply[] {
  return readFileSync(path.join(__dirname, file), "utf8")
    .split("\n")
    .filter((line) => line.trim() && !line.startsWith("#"))
    .map((line) => {
      const [phase, classes, ...text] = line.split(" | ")
      return {
        phase: phase as SmtpPhase,
        right: classes!.split(" ") as FailureClass[],
        text: text.join(" | ").replaceAll("\\n", "\n"),
      }
    })
}

describe.each(["replies-1.txt", "replies-2.txt", "replies-3.txt", "replies-4.txt", "replies-5.txt"])(
  "the replies of %s",
  (file) => {
    const replies = labelled(file)

    it("have the class that a person gave them", () => {
      const wrong = replies
        .map((reply) => ({ ...reply, found: classifyReply(parseReply(reply.text, reply.phase)) }))
        .filter(({ right, found }) => !right.includes(found.class))
        .map(
          ({ phase, right, text, found }) =>
            `${phase}: ${text} is ${found.class} (${found.rule}), not ${right.join(" or ")}`
        )
      expect(wrong).toEqual([])
    })

    it("never blame the reader once they are given at MAIL", () => {
      const blamed = replies.filter(
        ({ text }) => CONSEQUENCES[classOf(text, "mail")].flagAfterMailings !== null
      )
      expect(blamed).toEqual([])
    })
  }
)

describe("the rules", () => {
  const samples = FAILURE_RULES.flatMap((rule) =>
    rule.samples.map((sample) => ({ sample, rule: rule.name, phase: rule.phases?.[0] ?? ("rcpt" as const) }))
  )

  it.each(samples)("let $rule catch: $sample", ({ sample, rule, phase }) => {
    expect(classifyReply(parseReply(sample, phase)).rule).toBe(rule)
  })

  it("have names of their own, and samples", () => {
    expect(new Set(FAILURE_RULES.map(({ name }) => name)).size).toBe(FAILURE_RULES.length)
    expect(FAILURE_RULES.filter((rule) => rule.samples.length === 0)).toEqual([])
  })

  it("say where to look whenever we are wrong", () => {
    expect(FAILURE_RULES.filter((rule) => rule.class === "our_fault" && !rule.fault)).toEqual([])
  })

  it("have patterns that V8 compiles: of no more than 20 kB", () => {
    const long = FAILURE_RULES.filter(({ text, unless }) =>
      [text ?? [], unless ?? []].flat().some(({ source }) => source.length > 20_000)
    )
    expect(long.map(({ name }) => name)).toEqual([])
  })

  it("take as long for a megabyte as for the longest reply that is read, and for that not much longer than for a quarter", () => {
    const timeFor = (times: number) => {
      const reply = `550 ${"user recipient address mailbox not known ".repeat(times)}`
      return processorTime(() => {
        for (let n = 0; n < 100; n += 1) {
          classOf(reply, "final")
        }
      })
    }
    timeFor(50)
    const ratios = [1, 2, 3].map(() => [timeFor(25_000) / timeFor(50), timeFor(50) / timeFor(12)] as const)
    expect(Math.min(...ratios.map(([megabyte]) => megabyte))).toBeLessThan(3)
    expect(Math.min(...ratios.map(([, longest]) => longest))).toBeLessThan(10)
  })
})

describe("the table of codes", () => {
  const table: [FailureClass, string][] = [
    ...["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"].map((code): [FailureClass, string] => [
      "address_invalid",
      `550 ${code} No`,
    ]),
    ["address_invalid", "550 5.4.1 Recipient address rejected: Access denied"],
    ["inactive", "550 5.2.1 No"],
    ["inactive", "550 5.7.13 No"],
    ["mailbox_full", "450 4.2.2 No"],
    ["mailbox_full", "550 5.2.2 No"],
    ["mailbox_full", "552 Over quota"],
    ["policy", "550 5.7.1 No"],
    ["policy", "550 5.7.509 No"],
    ["policy", "550 5.1.1 Refused: your host is on a blacklist"],
    ["our_fault", "550 5.1.7 No"],
    ["our_fault", "550 5.1.8 No"],
    ["our_fault", "550 5.5.4 No"],
    ["our_fault", "550 5.6.1 No"],
    ["our_fault", "550 5.3.4 No"],
    ["our_fault", "535 Wrong password"],
    ["transient", "450 4.0.0 No"],
    ["transient", "421 Later"],
    ["transient", "452 Out of memory"],
    ["transient", "451 5.1.1 Says both"],
    ["unsupported", "553 5.6.7 No"],
    ["address_invalid", "550 5.4.4 No"],
    ["address_invalid", "550 5.4.310 No"],
    ["unknown", "550 5.4.1 No"],
    ["unknown", "550 5.0.0 No"],
    ["unknown", "554 Transaction failed"],
    ["unknown", "550 No"],
  ]

  it.each(table)("%s: %s", (expected, text) => expect(classOf(text)).toBe(expected))

  it("never blames the recipient for what was said about the sender", () => {
    expect(classOf("550 5.1.1 No such user", "mail")).toBe("our_fault")
    expect(classOf("501 Syntax error", "mail")).toBe("our_fault")
    expect(classOf("550 User unknown", "mail")).toBe("our_fault")
    expect(classOf("550 Account disabled", "mail")).toBe("our_fault")
    expect(classOf("552 5.2.2 Mailbox full", "mail")).toBe("our_fault")
  })

  it("tells a carrier's filter from a missing reader by where it speaks", () => {
    expect(classOf("550 Unknown user hanako@docomo.ne.jp")).toBe("address_invalid")
    expect(classOf("550 Unknown user hanako@docomo.ne.jp", "final")).toBe("policy")
    expect(classOf("550 : User unknown", "final")).toBe("policy")
  })

  it("offers a flag only where the address itself may be at fault", () => {
    const flagged = FAILURE_CLASSES.filter((name) => CONSEQUENCES[name].flagAfterMailings !== null)
    expect(flagged).toEqual(["address_invalid", "inactive", "mailbox_full"])
  })

  it("leaves it to the first digit whether to try again", () => {
    expect(isTemporary(parseReply("452 4.2.2 Full", "rcpt"))).toBe(true)
    expect(isTemporary(parseReply("552 5.2.2 Full", "rcpt"))).toBe(false)
  })
})

describe("a reply", () => {
  it.each([
    ["550 5.1.1 No", 550, "5.1.1"],
    ["550-5.1.1 No\n550 5.1.1 really", 550, "5.1.1"],
    ["550 No", 550, null],
    ["550 5.1.1.2 is no code", 550, null],
    ["250", 250, null],
    ["Thank you", 0, null],
    ["550 #5.1.0 Address rejected", 550, "5.1.0"],
    ["550 sorry, no mailbox here (#5.1.1 - chkusr)", 550, "5.1.1"],
    ["550-No\n550 5.1.1 really", 550, "5.1.1"],
    ["550 Our answer to your (2.0.0)", 550, null],
  ])("%j is taken apart and kept", (text, code, enhanced) => {
    expect(parseReply(text, "rcpt")).toEqual({ code, enhanced, text, phase: "rcpt" })
  })
})

describe("what was said for now", () => {
  const inTheEnd = (text: string) => classifyReply(parseReply(text, "rcpt")).inTheEnd

  it("is a missing reader in the end, if it never changed", () => {
    expect(classOf("450 4.1.1 <hanako@example.jp>: User unknown in virtual mailbox table")).toBe("transient")
    expect(inTheEnd("450 4.1.1 <hanako@example.jp>: User unknown in virtual mailbox table")).toBe(
      "address_invalid"
    )
    expect(inTheEnd("450 4.1.2 <hanako@example.jpp>: Domain not found")).toBe("address_invalid")
  })

  it.each([
    "450 4.1.1 <hanako@example.jp>: Recipient address rejected: unverified address",
    "450 4.2.0 <hanako@example.jp>: Greylisted",
    "451 4.3.0 <hanako@example.jp>: Temporary lookup failure",
    "450 4.7.25 Client host not found",
    "450 Mailbox locked by another session",
    "450 4.7.324 The destination domain returned invalid DNSSEC records",
  ])("stays what it was if it says nothing of the reader: %s", (text) =>
    expect(inTheEnd(text)).toBe("transient")
  )

  it("names a fault of ours, which rarely passes by itself", () => {
    expect(
      classifyReply(parseReply("454 4.7.1 <hanako@example.jp>: Relay access denied", "rcpt"))
    ).toMatchObject({
      class: "our_fault",
      fault: "relaying",
    })
    expect(
      classifyReply(parseReply("454 Throttling failure: Daily message quota exceeded.", "final"))
    ).toMatchObject({
      class: "transient",
      fault: "limit",
    })
    expect(
      classifyReply(parseReply("454 Throttling failure: Maximum sending rate exceeded.", "final")).fault
    ).toBeNull()
  })
})

describe("the words of a reply", () => {
  it.each([
    ["550-5.1.1 <hanako@example.jp>: User\n550 5.1.1 unknown", "@ . user unknown"],
    ["550 No such user - 'hanako+spam@blocked.example' (#5.1.1)", "no such user @ 5.1.1"],
    ["550 Compte désactivé, n’existe plus", "compte desactive n existe plus"],
    ["550 5.7.1 blocked using zen.spamhaus.org", "blocked using blocklist"],
    ["550 mx.barracuda-surf.example can't: NoSuchUser", "~ can not . no such user"],
    ["550 メールボックスがいっぱいです。", "メールボックスがいっぱいです ."],
  ])("%j", (text, words) => expect(wordsOf(text)).toBe(words))

  it("are the same for all readers but for what is theirs", () => {
    const said = (name: string, id: string) =>
      samenessOf(554, `554 5.7.1 <${name}>: not today [${id}] mx${id}.host.example`)
    expect(said("hanako@example.jp", "17a")).toBe(said("taro@tsuki.example", "93b"))
    expect(said("hanako@example.jp", "17a")).not.toBe(samenessOf(554, "554 5.7.1 never"))
  })
})

describe("the command for a pasted reply", () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [
      "-r",
      "ts-node/register/transpile-only",
      path.join(__dirname, "../../../../../tools/classify.ts"),
      ...args,
    ])

  it("says the class, the rule, and what follows", async () => {
    const { stdout } = await run("550 5.2.1 This account is disabled")
    expect(stdout.trim()).toBe(
      "inactive (rule inactive-text): failed, flag offered after 2 mailings, pauses nothing"
    )
  }, 30_000)

  it("takes nothing but a reply and a phase", async () => {
    await expect(run("Thank you")).rejects.toThrow(/Give a reply/)
    await expect(run("550 No", "lunch")).rejects.toThrow(/its phase/)
  }, 30_000)
})

describe("a deferred mail", () => {
  it("waits longer each time, to the last delay", () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((deferrals) => nextAttemptDelay(deferrals, 0))
    expect(delays).toEqual([...RETRY_DELAYS, RETRY_DELAYS.at(-1), RETRY_DELAYS.at(-1)])
    expect([...delays].sort((a, b) => a - b)).toEqual(delays)
  })

  it("does not come back together with all the others", () => {
    expect([0, 0.5, 1].map((jitter) => nextAttemptDelay(1, jitter))).toEqual([60, 66, 72])
  })

  it("waits as the shop says", () => {
    expect([1, 2, 3].map((deferrals) => nextAttemptDelay(deferrals, 0, [1, 5]))).toEqual([1, 5, 5])
    expect(() => nextAttemptDelay(0, 0)).toThrow(RangeError)
  })

  it("is given up after three days, or when the shop says", () => {
    const first = new Date("2026-11-01T00:00:00Z")
    expect(isGivenUp(first, new Date("2026-11-03T23:59:59Z"))).toBe(false)
    expect(isGivenUp(first, new Date("2026-11-04T00:00:00Z"))).toBe(true)
    expect(isGivenUp(first, new Date("2026-11-01T01:00:00Z"), 1)).toBe(true)
  })
})
