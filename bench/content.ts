/**
 * What one mail costs before it leaves: rendering and composing, against liquidjs and nodemailer alone.
 *
 *     npx ts-node bench/content.ts
 *
 * The mail is 3.3 kB of HTML with 40 outputs and its text alternative; figures are the median of ten rounds.
 */
import MailComposer from "nodemailer/lib/mail-composer"

import { buildContent } from "../src/modules/mail/content/build"
import { exampleVariables } from "../src/modules/mail/content/catalogue"
import { createComposer } from "../src/modules/mail/content/compose"
import { htmlEngine, textEngine } from "../src/modules/mail/content/liquid/dialects"
import { compileContent } from "../src/modules/mail/content/render"
import type { Language } from "../src/modules/mail/words"

const ROUNDS = 10
const MAILS_PER_ROUND = 2000

const OUTPUTS = [
  "{{ member.name }}",
  "{{ member.first_name | default: 'friend' }}",
  "{{ member.company_name }}",
  "{{ store.name }}",
]

/** Paragraphs until there are 40 outputs and 3.3 kB. */
function template(filler: string): string {
  const paragraphs = Array.from({ length: 39 }, (_, index) => {
    return `<p class="a">${OUTPUTS[index % OUTPUTS.length]} ${filler}</p>\n`
  })
  return `<html><body>\n${paragraphs.join("")}<a href="{{ unsubscribe_url }}">x</a>\n</body></html>`
}

/** Median microseconds of CPU for one call: unlike the clock, the same on a busy machine. */
async function measure(act: (index: number) => unknown): Promise<number> {
  const rounds: number[] = []
  for (let round = 0; round < ROUNDS + 2; round++) {
    const start = process.cpuUsage()
    for (let index = 0; index < MAILS_PER_ROUND; index++) {
      await act(index)
    }
    // The first two rounds warm the engine up.
    if (round >= 2) {
      const { user, system } = process.cpuUsage(start)
      rounds.push((user + system) / MAILS_PER_ROUND)
    }
  }
  return rounds.sort((a, b) => a - b)[ROUNDS / 2]!
}

async function run(language: Language, filler: string): Promise<void> {
  const from = { name: "Example Store", address: "shop@example.com" }
  const { snapshot, errors } = buildContent(
    {
      subject: "News for {{ member.name }}",
      body: template(filler),
      format: "html",
      include_signature: false,
    },
    {
      kind: "member",
      from,
      replyTo: null,
      language,
      signature: { text: null, html: null },
      example: exampleVariables("member", language),
    }
  )
  if (errors.length || snapshot.html === null) {
    throw new Error(JSON.stringify(errors))
  }
  const variables = exampleVariables("member", language)
  const compiled = compileContent(snapshot)
  const mail = compiled.render(variables)
  const parsed = [snapshot.subject, snapshot.text].map((source) => textEngine.parse(source))
  const html = htmlEngine.parse(snapshot.html)
  const compose = createComposer({ from, replyTo: null })
  const to = { name: "Hanako", address: "hanako@example.com" }
  const message = {
    ...compiled.renderForWire(variables),
    to,
    messageId: "<m@example.com>",
    date: new Date(),
    headers: [],
  }
  const options = { ...mail, html: mail.html!, from, to, messageId: "<m@example.com>" }
  const figures = {
    language,
    html_bytes: Buffer.byteLength(mail.html!),
    text_bytes: Buffer.byteLength(mail.text),
    render_us: await measure(() => compiled.renderForWire(variables)),
    liquidjs_us: await measure(() => {
      parsed.forEach((templates) => textEngine.renderSync(templates, variables))
      htmlEngine.renderSync(html, variables)
    }),
    compose_us: await measure(() => compose(message)),
    mail_composer_us: await measure(() => new MailComposer(options).compile().build()),
  }
  console.log(
    JSON.stringify(figures, (_, value) => (typeof value === "number" ? Math.round(value * 10) / 10 : value))
  )
}

async function main(): Promise<void> {
  await run("en", "Lorem ipsum dolor sit amet, consectetur elit")
  await run("en", "Lörem ipsüm dolor sit amet, consectetur elit")
  await run("ja", "いつもお世話になっております。")
}

void main()
