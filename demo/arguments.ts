/** What `npm run demo -- …` and the environment say. */
export interface DemoOptions {
  /** Run the main job without a browser, print one line of JSON and end. */
  once: boolean
  members: number
  storePort: number
  inboxPort: number
  /** 0 takes a free one. */
  smtpPort: number
}

const MOST_MEMBERS = 1_000_000

export const USAGE = `npm run demo -- [--members N] [--once]
  --members N   how many members the shop has (250; with --once 2000)
  --once        send one mailing to all of them without a browser, print the outcome as JSON, and end
  DEMO_PORT, DEMO_INBOX_PORT, DEMO_SMTP_PORT choose other ports than 9000, 1080 and a free one
  DATABASE_URL  uses a PostgreSQL database of yours, which must be empty or made by this demo`

/** @throws Error naming what is wrong, with the usage. */
export function parseDemoArguments(args: string[], env: NodeJS.ProcessEnv): DemoOptions {
  const options = {
    once: false,
    members: 0,
    storePort: port(env, "DEMO_PORT", 9000),
    inboxPort: port(env, "DEMO_INBOX_PORT", 1080),
    smtpPort: port(env, "DEMO_SMTP_PORT", 0),
  }
  for (let i = 0; i < args.length; i++) {
    const [name, value] = args[i].split("=", 2)
    if (name === "--once") {
      options.once = true
    } else if (name === "--members") {
      options.members = wholeNumber("--members", value ?? args[++i], 1, MOST_MEMBERS)
    } else {
      throw new Error(`Unknown argument ${args[i]}\n${USAGE}`)
    }
  }
  options.members ||= options.once ? 2000 : 250
  return options
}

function port(env: NodeJS.ProcessEnv, name: string, standard: number): number {
  return env[name] ? wholeNumber(name, env[name], 1, 65_535) : standard
}

function wholeNumber(name: string, text: string | undefined, least: number, most: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Error(`${name} must be a whole number from ${least} to ${most}\n${USAGE}`)
  }
  return value
}
