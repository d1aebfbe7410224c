/**
 * What was started for stories, and is taken down after them: also when something that was to follow could not be started,
 * and when something else could not be taken down. The failure is then told as it was, and nothing keeps Jest from ending.
 */
export class Standing {
  private readonly ends: (() => unknown)[] = []

  /** Remembers how something ends that has just been started. @returns it. */
  add<Thing>(thing: Thing, end: (thing: Thing) => unknown): Thing {
    this.ends.push(() => end(thing))
    return thing
  }

  /** Ends all of it, the last one first. @throws what the first of them threw that could not be ended. */
  async takeDown(): Promise<void> {
    const failures: unknown[] = []
    for (const end of this.ends.splice(0).reverse()) {
      try {
        await end()
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length) {
      throw failures[0]
    }
  }
}

/** As long as a store may take to hand over what is on its way, and whatever else stands with it. Milliseconds. */
const TAKING_DOWN = 180_000

/** @param hook - When it is taken down: `afterAll`, or `afterEach` for what each story starts anew. */
export function standingUntil(hook: typeof afterAll): Standing {
  const standing = new Standing()
  hook(() => standing.takeDown(), TAKING_DOWN)
  return standing
}
