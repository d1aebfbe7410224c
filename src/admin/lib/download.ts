/**
 * Downloads a file of the Admin API. With session cookies the browser does it alone, so that a ledger of a million
 * mails goes to the disk as it comes. With tokens it cannot, and the file has to come through this page's memory.
 */
import { ask } from "./request"
import { AUTH_TYPE, BACKEND_URL } from "./sdk"

function click(href: string, name: string): void {
  const link = document.createElement("a")
  link.href = href
  link.download = name
  link.click()
}

/**
 * @param path - from `/admin` on, with its query
 * @param name - used only if the server gives the file no name
 */
export async function download(path: string, name: string): Promise<void> {
  if (AUTH_TYPE === "session") {
    click(`${BACKEND_URL.replace(/\/$/, "")}${path}`, name)
    return
  }
  await save(await ask("GET", path, { accept: "*/*" }), name)
}

/** A file that is asked for with a body, which no link can carry: it comes through this page, as with tokens. */
export async function downloadAsked(path: string, body: object, name: string): Promise<void> {
  await save(await ask("POST", path, { body, accept: "text/csv" }), name)
}

async function save(response: Response, name: string): Promise<void> {
  const address = URL.createObjectURL(await response.blob())
  click(address, name)
  URL.revokeObjectURL(address)
}
