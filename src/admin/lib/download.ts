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
  const response = await ask("GET", path, { accept: "text/csv" })
  const address = URL.createObjectURL(await response.blob())
  click(address, name)
  URL.revokeObjectURL(address)
}
