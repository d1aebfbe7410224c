// Read by `medusa plugin:build` alone, which hands its own configuration to Vite and lets this file add to it.
//
// Medusa names the chunks of a plugin's admin without an ending. A store's Tailwind reads `*.js` of a plugin and
// nothing else, so it would make none of the classes that stand in a chunk. With a dynamic import, all do.
const chunksWithEndings = {
  name: "chunks-with-endings",
  outputOptions: (options) => ({
    ...options,
    chunkFileNames: `_chunks/[name]-[hash].${options.format === "es" ? "mjs" : "js"}`,
  }),
}

export default { plugins: [chunksWithEndings] }
