/** The settings of mail, and the one small mail that tries them out. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"

import { mailApi } from "../lib/api"
import { queryKeys } from "../lib/query-keys"
import type { Probe, Settings } from "../lib/types"

/** Milliseconds. */
const INTAKE_INTERVAL = 15_000

export function useSettings() {
  return useQuery({
    queryKey: queryKeys.settings,
    queryFn: async () => (await mailApi.getSettings()).settings,
  })
}

/** Our templates of the insert of order mails, to start from. */
export function useDefaultInserts() {
  return useQuery({
    queryKey: queryKeys.orderInsert,
    queryFn: async () => (await mailApi.getOrderInsert()).order_insert,
  })
}

export function useUpdateSettings() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (changes: Partial<Settings>) => mailApi.updateSettings(changes),
    onSuccess: ({ settings }) => {
      client.setQueryData(queryKeys.settings, settings)
      return client.invalidateQueries({ queryKey: [...queryKeys.all, "preview"] })
    },
  })
}

/** How a test mail to one address went, or why there was none. */
export interface SettingsTest {
  to: string
  outcome?: Probe
  error?: unknown
}

/** What the mail server says before it hears whom a mail is to, it says of every mail. */
const OF_ALL: ReadonlySet<Probe["stage"]> = new Set(["connect", "tls", "login", "sender"])

interface TestsToSend {
  addresses: readonly string[]
  /** Of several. */
  transport?: string
}

async function testEach({ addresses, transport }: TestsToSend): Promise<SettingsTest[]> {
  const tests: SettingsTest[] = []
  for (const to of addresses) {
    const test: SettingsTest = await mailApi.sendSettingsTest(to, transport).then(
      ({ outcome }) => ({ to, outcome }),
      (error: unknown) => ({ to, error })
    )
    tests.push(test)
    if (test.outcome && OF_ALL.has(test.outcome.stage)) {
      break
    }
  }
  return tests
}

/** One after the other: each is a connection of its own. */
export function useSendSettingsTest() {
  return useMutation({ mutationFn: testEach })
}

/** The doors through which news of sent mail comes in; they change by themselves. */
export function useIntake() {
  return useQuery({
    queryKey: queryKeys.intake,
    queryFn: async () => (await mailApi.getIntake()).intake,
    refetchInterval: INTAKE_INTERVAL,
  })
}

/** What DNS says of the sender's domain, as of the last time that somebody asked. */
export function useSenderCheck(address: string | null, transport?: string) {
  return useQuery({
    queryKey: queryKeys.sender(address, transport),
    queryFn: async ({ signal }) => (await mailApi.checkSender(transport, signal)).check,
    enabled: false,
    retry: false,
    gcTime: Infinity,
  })
}

export function useCheckIntake() {
  return useMutation({ mutationFn: async () => (await mailApi.checkIntake()).check })
}
