import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

const sendMailStep = createStep(
  "send-mail",
  async ({ to }: { to: string }) => new StepResponse(`a letter to ${to}`)
)

/** By post. */
export const sendMail = createWorkflow(
  "send-mail",
  (input: { to: string }) => new WorkflowResponse(sendMailStep(input))
)
