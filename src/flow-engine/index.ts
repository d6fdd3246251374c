/**
 * Flow engine: runs every hosted journey the same way. It knows flows, steps and facts, but no factor, page address or
 * cookie. Invariant: position is derived from facts and scene; a GET changes nothing; every change is one transaction
 * under the flow's version.
 */
export type * from './contract.ts'
export { defineStep, WriteRefused } from './contract.ts'
export { currentStep, factsAfter, mayEnter } from './derivation.ts'
export { commonLimits, type LimitDefinition, type LimitRegistry } from './limits.ts'
export type { FlowRecord } from './record.ts'
export type { FlowReply, StepProblem } from './reply.ts'
export { createFlowEngine, type FlowAddress, type FlowEngine, type FlowRequest } from './runner.ts'
export { LostGuard } from './settlement.ts'
export { validateFlows } from './validate.ts'
