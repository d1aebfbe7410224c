/** How a thread of ours is started, in a store as it is shipped and in one that is being developed or tested. */
import path from "node:path"
import { Worker } from "node:worker_threads"

/**
 * Worker threads do not load TypeScript, also where a test or the demo does; compiled, as in every store, the part in the
 * middle does nothing. It is swc alone: ts-node loads all of TypeScript besides, anew for each thread.
 */
const BOOTSTRAP = `
  const { workerData } = require("node:worker_threads");
  if (workerData.swc) {
    process.setSourceMapsEnabled(true);
    const { transformFileSync } = require(workerData.swc.file);
    require.extensions[".ts"] = (module, file) =>
      module._compile(transformFileSync(file, workerData.swc.options).code, file);
  }
  require(workerData.file);
`

/** What it makes of a file does not depend on any settings that lie beside it. */
const SWC = {
  swcrc: false,
  configFile: false,
  sourceMaps: "inline",
  module: { type: "commonjs" },
  jsc: { target: "es2022", parser: { syntax: "typescript", decorators: true } },
}

/**
 * Starts a module in a thread of its own.
 *
 * @param module - Its path without an ending: TypeScript runs beside TypeScript.
 * @param data - Plain data; the thread finds it as `workerData`.
 * @param heap - Megabytes that it may fill; beyond, the thread ends, and the process does not.
 */
export function startThread(module: string, data: object, heap: number): Worker {
  const file = `${module}${path.extname(__filename)}`
  const swc = file.endsWith(".ts") ? { file: require.resolve("@swc/core"), options: SWC } : null
  return new Worker(BOOTSTRAP, {
    eval: true,
    resourceLimits: { maxOldGenerationSizeMb: heap },
    workerData: { ...data, file, swc },
    execArgv: [],
  })
}
