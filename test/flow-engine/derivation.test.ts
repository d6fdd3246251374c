import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import type { AnyFlow, AnyStep, Ask } from '../../src/flow-engine/index.ts'
import { commonLimits, currentStep, factsAfter, mayEnter, validateFlows } from '../../src/flow-engine/index.ts'

const step = (
  name: string,
  needs: string[],
  gives: [string, ...string[]],
  required: (facts: Record<string, unknown>) => boolean = () => true,
) =>
  ({
    name,
    needs,
    gives,
    required,
    input: z.object({}),
    limits: [],
    page: () => ({ kind: 'notice', name, tone: 'plain', title: { id: name } }),
    handle: async () => ({ kind: 'deny', problem: 'input' }),
  }) as unknown as AnyStep<unknown, unknown>

const flow = (...steps: AnyStep<unknown, unknown>[]): AnyFlow => ({
  name: 'errand',
  ttl: 900,
  facts: z.object({}),
  given: [],
  steps,
  scene: async () => ({}),
  complete: async () => ({ kind: 'refused', error: 'x' }),
})
const ask: Ask = { organization: 'northside' }

const errand = flow(
  step('who', [], ['person']),
  step('prove', ['person'], ['proof'], facts => facts.person !== 'known'),
  step('agree', [], ['terms']),
  step('finish', ['person'], ['end']),
)

describe('where a journey stands', () => {
  test.each([
    [{}, 'who'],
    [{ person: 'new' }, 'prove'],
    [{ person: 'known' }, 'agree'],
    [{ person: 'new', proof: 1 }, 'agree'],
    [{ person: 'new', proof: 1, terms: 1 }, 'finish'],
    [{ person: 'new', proof: 1, terms: 1, end: 1 }, undefined],
  ])('with %j it is at %s', (facts, name) => {
    expect(currentStep(errand, facts, {}, ask)?.name).toBe(name)
  })

  test.each([
    ['the current step', 'prove', { person: 'new' }, true],
    ['an earlier step', 'who', { person: 'new', proof: 1 }, true],
    ['a later step', 'agree', { person: 'new' }, false],
    ['a later step whose needs are there', 'finish', { person: 'new' }, false],
    ['a step that is not part of this journey', 'prove', { person: 'known' }, false],
    ['a step that does not exist', 'fly', { person: 'new' }, false],
  ])('%s: may %s be entered', (_words, name, facts, allowed) => {
    expect(mayEnter(errand, name, facts, {}, ask) !== undefined).toBe(allowed)
  })
})

describe('answering a step again', () => {
  const all = { person: 'new', proof: 1, terms: 1, end: 1 }

  test('drops every fact derived from it, and nothing else', () => {
    const [who] = errand.steps
    expect(factsAfter(errand, who as AnyStep<unknown, unknown>, all, { person: 'other' })).toEqual({
      person: 'other',
      terms: 1,
    })
  })
  test('keeps what came before', () => {
    expect(factsAfter(errand, errand.steps[1] as AnyStep<unknown, unknown>, all, { proof: 2 })).toEqual({
      ...all,
      proof: 2,
    })
  })
})

describe('boot validation', () => {
  const check =
    (...steps: AnyStep<unknown, unknown>[]) =>
    () =>
      validateFlows([flow(...steps)], commonLimits, id => id !== 'lost')

  test('accepts a flow that holds together', () => {
    expect(check(...errand.steps)).not.toThrow()
  })
  test.each([
    ['a need that nothing gives', step('prove', ['person'], ['proof']), 'needs person, which nothing before it gives'],
    [
      'a limit that does not exist',
      { ...step('who', [], ['person']), limits: ['whim'] },
      'the limit whim, which does not exist',
    ],
    [
      'a text that does not exist',
      { ...step('who', [], ['person']), texts: ['lost'] },
      'the text lost, which does not exist',
    ],
    ['a step name that is no address', step('Who?', [], ['person']), 'not kebab-case'],
  ])('refuses %s', (_words, broken, message) => {
    expect(check(broken as AnyStep<unknown, unknown>)).toThrow(message)
  })
  test('lists every fault together', () => {
    expect(check(step('who', [], ['person']), step('who', ['nobody'], ['proof']))).toThrow(
      /two steps are named who[\s\S]*needs nobody/,
    )
  })
  test('refuses two flows of one name', () => {
    expect(() => validateFlows([errand, errand], commonLimits, () => true)).toThrow('two flows are named errand')
  })
})
