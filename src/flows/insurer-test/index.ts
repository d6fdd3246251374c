/**
 * "Test connection": a real sign-in at an insurer, for whoever holds the link that an operator made. Invariant: it shows
 * what came, masked, and what would follow; it links nothing, signs nobody in and touches no session.
 */
import { z } from 'zod'
import { upstreamEvidence } from '../../core/federation.ts'
import { type ListRow, type Page, text } from '../../core/index.ts'
import { maskedAttribute } from '../../core/masking.ts'
import type { InsurerObject } from '../../core/objects/insurer.ts'
import { defineStep, type Flow, WriteRefused } from '../../flow-engine/index.ts'
import { judgeIdentity, testReasons, testVerdicts } from '../../operations/insurer-tests.ts'
import { minutes } from '../../platform/index.ts'
import { leaveTo, upstreamFacts, upstreamStep } from '../../steps/index.ts'
import { findInsurerTest, updateInsurerTestUsed } from '../../store/insurer-tests.ts'
import { findInsurer } from '../../store/insurers.ts'

const shown = z.array(z.object({ name: z.string(), value: z.string() }))
const testFacts = z.object({
  token: z.string(),
  begun: z.literal(true),
  ...upstreamFacts,
  /** All of it masked: nothing that came is kept as it was. */
  result: z.object({
    received: shown,
    mapped: shown,
    acr: z.string(),
    verdict: z.enum(testVerdicts),
    reasons: z.array(z.enum(testReasons)),
  }),
  seen: z.literal(true),
})
type TestFacts = z.output<typeof testFacts>
interface TestScene {
  readonly insurer?: InsurerObject
  readonly isUsed: boolean
}

/** One page and one button: whatever follows links by itself must not spend it. */
const begin = defineStep<TestFacts, TestScene>()({
  name: 'begin-test',
  needs: ['token'],
  gives: ['begun'],
  required: () => true,
  input: z.object({}),
  limits: ['address'],
  texts: ['problem.insurer-test-dead'],
  page: (_facts, { insurer, isUsed }): Page =>
    !insurer || isUsed
      ? {
          kind: 'notice',
          tone: 'end',
          name: 'insurer-test-dead',
          title: text('insurer-test.dead-title'),
          lead: [text('problem.insurer-test-dead')],
        }
      : {
          kind: 'notice',
          tone: 'plain',
          name: 'begin-test',
          title: text('insurer-test.title', { name: insurer.name }),
          lead: [text('insurer-test.lead'), text('insurer-test.nothing-kept')],
          submit: text('insurer.to.submit', { name: insurer.name }),
        },
  async handle(context, { token }, { insurer, isUsed }) {
    if (!insurer || isUsed) return { kind: 'deny', problem: 'insurer-test-dead' }
    const outcome = await leaveTo<TestFacts>(context, insurer, { begun: true }, { isFresh: true })
    const { house, now } = context
    const audit = { details: { insurer: insurer.id } }
    const use: typeof outcome.write = async tx => {
      if (!(await updateInsurerTestUsed(tx, house.sealer, token, now))) throw new WriteRefused('insurer-test-dead', '')
      await outcome.write?.(tx)
    }
    return outcome.kind === 'leave'
      ? { ...outcome, audit, write: use }
      : { kind: 'advance', facts: { ...outcome.facts, begun: true as const }, audit, write: use }
  },
})

const rowsOf = (list: readonly { readonly name: string; readonly value: string }[]): readonly ListRow[] =>
  list.map(({ name, value }) => ({
    label: text('insurer-test.value', { value: name }),
    lines: [text('insurer-test.value', { value })],
  }))

/** What would follow, and why: the end of it. */
const verdict = defineStep<TestFacts, TestScene>()({
  name: 'verdict',
  needs: ['result'],
  gives: ['seen'],
  required: () => true,
  input: z.object({}),
  limits: ['address'],
  texts: [
    ...testVerdicts.map(each => `insurer-test.verdict.${each}`),
    ...testReasons.map(each => `insurer-test.reason.${each}`),
  ],
  page: ({ result }, { insurer }) => ({
    kind: 'list',
    name: 'insurer-test-verdict',
    title: text('insurer-test.done', { name: insurer?.name ?? '' }),
    lead: [text(`insurer-test.verdict.${result.verdict}`)],
    items: result.reasons.map(reason => text(`insurer-test.reason.${reason}`)),
    sections: [
      {
        heading: text('insurer-test.mapped'),
        rows: rowsOf([...result.mapped, { name: 'acr', value: result.acr }]),
      },
      { heading: text('insurer-test.received'), rows: rowsOf(result.received), empty: text('insurer-test.nothing') },
    ],
    submit: text('insurer-test.end'),
  }),
  handle: async () => ({ kind: 'advance', facts: { seen: true } }),
})

export const insurerTest: Flow<TestFacts, TestScene> = {
  name: 'insurer-test',
  entry: { path: '/insurer-test/:token', gives: 'token' },
  ttl: minutes(30),
  facts: testFacts,
  given: ['token'],
  steps: [
    begin,
    upstreamStep<TestFacts, TestScene>({
      needs: ['begun'],
      insurer: (_facts, { insurer }) => insurer,
      leave: { isFresh: true },
      gives: 'result',
      async judge({ house, now }, _facts, { identity, received }, insurer) {
        const { issuer, subject, attributes } = identity
        const judged = await judgeIdentity(house, insurer, { name: { issuer, subject }, attributes }, now)
        const list = (values: object) =>
          Object.entries(values).flatMap(([name, value]) =>
            value === undefined ? [] : [{ name, value: maskedAttribute(name, value) }],
          )
        const worth = upstreamEvidence(identity, insurer, now)
        return {
          result: {
            received: list(received),
            mapped: list({ subject, ...attributes }),
            acr: worth.amr.includes('mfa') ? 'urn:vestibule:aal2' : 'urn:vestibule:aal1',
            verdict: judged.verdict,
            reasons: [...judged.reasons],
          },
        }
      },
    }),
    verdict,
  ],
  async scene(read, { token = '' }, { house, now }) {
    const test = await findInsurerTest(read, house.sealer, token, now)
    // one that is off is tested before it is let on
    const row = test && (await findInsurer(read, house.sealer, test.insurer))
    return { ...(row ? { insurer: row.object } : {}), isUsed: test?.isUsed === true }
  },
  complete: async () => ({ kind: 'done' }),
}
