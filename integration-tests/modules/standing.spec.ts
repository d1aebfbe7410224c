/** What stories have started is taken down: a failure in between leaves nothing standing, and is what is told. */
import { Standing } from "../support/standing"

it("ends everything, the last one first, although something cannot be ended, and tells of that", async () => {
  const standing = new Standing()
  const ended: string[] = []
  expect(standing.add("database", (name) => ended.push(name))).toBe("database")
  standing.add("server", (name) => {
    ended.push(name)
    throw new Error("the server hangs")
  })
  standing.add("store", (name) => Promise.reject(new Error(`the ${name} hangs`)))
  standing.add("browser", (name) => Promise.resolve(ended.push(name)))

  await expect(standing.takeDown()).rejects.toThrow("the store hangs")

  expect(ended).toEqual(["browser", "server", "database"])
  await standing.takeDown()
  expect(ended).toHaveLength(3)
})
