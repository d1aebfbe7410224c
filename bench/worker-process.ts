/** A worker: a process that does nothing but send. */
import { openDatabase } from "../integration-tests/support/database"
import { answer, input } from "./child"
import { type EngineInput, startEngine } from "./engine"

const options = input<EngineInput>()
startEngine(openDatabase(options.databaseUrl).db, options)
answer({ started: true })
