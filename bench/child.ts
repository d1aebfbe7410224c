/** Programs of the benchmarks in processes of their own, so that their heaps and event loops do not disturb. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import path from "node:path"
import { createInterface } from "node:readline"

export interface Child {
  process: ChildProcess
  /** The next line that it prints, as JSON. @throws Error if it ends instead. */
  answer<Answer>(): Promise<Answer>
  /** Its answer to a question, one at a time: see {@link onQuestion}. */
  ask<Answer>(question: object): Promise<Answer>
  stop(): Promise<void>
}

/**
 * Starts a TypeScript file of this folder, or a compiled one by its whole path. It gets `input` as JSON and ends with us: see
 * {@link input}.
 */
export function startChild(file: string, input: object): Child {
  const script = path.resolve(__dirname, file)
  const compiler = file.endsWith(".ts") ? ["-r", "ts-node/register/transpile-only"] : []
  const child = spawn(process.execPath, [...compiler, script, JSON.stringify(input)], {
    stdio: ["pipe", "pipe", "inherit"],
    cwd: path.join(__dirname, ".."),
    env: process.env,
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const exited = once(child, "exit")
  const answer = async <Answer>() => {
    const { value, done } = await lines.next()
    if (done) {
      const [code] = (await exited) as [number | null]
      throw new Error(`${file} ended with code ${String(code)}`)
    }
    return JSON.parse(value) as Answer
  }
  return {
    process: child,
    answer,
    ask: (question) => {
      child.stdin.write(`${JSON.stringify(question)}\n`)
      return answer()
    },
    stop: async () => {
      child.kill("SIGKILL")
      await exited
    },
  }
}

/** Whether a program is on the PATH. */
export function isInstalled(program: string): boolean {
  return !spawnSync(program, ["--version"]).error
}

/** In a child: what it was started with. Without a parent it ends: there would be nobody left to stop it. */
export function input<Input>(): Input {
  process.stdin.resume().on("end", () => process.exit(0))
  return JSON.parse(process.argv[2] ?? "{}") as Input
}

/** In a child: one line for the parent. */
export function answer(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

/** In a child: answers each question of the parent. */
export function onQuestion<Question>(answerTo: (question: Question) => Promise<object>): void {
  createInterface(process.stdin).on("line", (line) =>
    runChild(async () => answer(await answerTo(JSON.parse(line) as Question)))
  )
}

/** Runs a child's work; a failure ends it with its words. */
export function runChild(work: () => Promise<void>): void {
  work().catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
}
