/** Finds a browser for the end-to-end tests: `CHROMIUM_PATH`, else what the machine has installed. */
import { existsSync } from "node:fs"
import path from "node:path"

/** The first is the browser without its windows: the same pages for a sixth less of the processor. */
const NAMES = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
]
const MAC = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
]

/** The path of a Chromium or Chrome, or undefined if there is none. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(path.delimiter)
  const candidates = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)))
  return [process.env.CHROMIUM_PATH ?? "", ...candidates, ...MAC].find((file) => file && existsSync(file))
}
