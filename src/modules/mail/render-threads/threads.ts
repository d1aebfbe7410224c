/** How a thread of ours is started, in a store as it is shipped and in one that is being developed or tested. */
import path from "node:path"
import { Worker } from "node:worker_threads"

/**
 * Worker threads do not load TypeScript, also where `medusa develop` or a test does; compiled, as in every store,
 * the second line does nothing.
 */
const BOOTSTRAP = `
  const { workerData } = require("node:worker_threads");
  if (workerData.file.endsWith(".ts")) require(workerData.tsNode).register({ swc: true, cwd: workerData.cwd });
  require(workerData.file);
`

/**
 * Starts a module in a thread of its own.
 *
 * @param module - Its path without an ending: TypeScript runs beside TypeScript.
 * @param data - Plain data; the thread finds it as `workerData`.
 * @param heap - Megabytes that it may fill; beyond, the thread ends, and the process does not.
 */
export function startThread(module: string, data: object, heap: number): Worker {
  const file = `${module}${path.extname(__filename)}`
  const tsNode = file.endsWith(".ts") ? require.resolve("ts-node") : null
  return new Worker(BOOTSTRAP, {
    eval: true,
    resourceLimits: { maxOldGenerationSizeMb: heap },
    workerData: { ...data, file, tsNode, cwd: process.cwd() },
    execArgv: [],
  })
}
