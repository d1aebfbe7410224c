/** What the admin's modules find in a browser and jsdom lacks. Before any of them is required. */
import { TransformStream } from "node:stream/web"

export function asInABrowser(): void {
  Object.assign(globalThis, {
    TransformStream,
    // The admin's bundler fills these in.
    __BACKEND_URL__: "/",
    __AUTH_TYPE__: "session",
    __JWT_TOKEN_STORAGE_KEY__: "",
  })
}
