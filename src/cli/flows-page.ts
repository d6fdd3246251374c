import type { AnyFlow } from '../flow-engine/index.ts'
import { flows } from '../flows/index.ts'

const listed = (names: readonly PropertyKey[]): string => names.map(name => `\`${String(name)}\``).join(', ') || '–'

/** An arrow from the step that gives a fact to each step that needs it; a step that needs nothing stands by itself. */
function arrows(flow: AnyFlow): string[] {
  const givers = new Map(flow.steps.flatMap(step => step.gives.map((fact: PropertyKey) => [fact, step.name] as const)))
  return flow.steps.flatMap(step =>
    step.needs.flatMap((need: PropertyKey) => {
      const giver = givers.get(need)
      return giver ? [`  ${giver} -- ${String(need)} --> ${step.name}`] : []
    }),
  )
}

function section(flow: AnyFlow): string[] {
  return [
    `## ${flow.name}`,
    '',
    `A journey lives for ${flow.ttl / 60} minutes after each submit, an hour in all. Steps in order; one that is not`,
    'required for this person is passed over.',
    '',
    '| step | needs | gives | limits |',
    '|---|---|---|---|',
    ...flow.steps.map(
      step => `| \`${step.name}\` | ${listed(step.needs)} | ${listed(step.gives)} | ${listed(step.limits)} |`,
    ),
    '',
    '```mermaid',
    'flowchart TD',
    ...flow.steps.map(step => `  ${step.name}`),
    ...arrows(flow),
    '```',
    '',
  ]
}

/** docs/flows.md: every flow of the registry, made from its definition. */
export const flowsPage = (): string =>
  [
    '# Flows',
    '',
    '<!-- Made from src/flows/ by `npm run docs`. Do not edit. -->',
    '',
    'Where a journey stands is never stored: it is the first step that is required and whose facts are not all given. An',
    'arrow says which fact a step rests on; when the step at its tail is answered again, the fact at its head falls.',
    '',
    ...flows.flatMap(section),
  ].join('\n')
