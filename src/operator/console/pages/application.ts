import { type ConsolePage, type ConsoleSection, code, lines, moment, tag } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { Place } from '../contract.ts'
import { type Application, decisionForms, resendForm } from './application-forms.ts'
import { comparisons, knownCandidates, type Written } from './candidates.ts'
import { home } from './queue-parts.ts'

/** One application: what was written beside each record that could be meant, then what can be decided. */
export async function applicationPage(place: Place, application: Application): Promise<ConsolePage> {
  const { given, family } = application.patient
  const isOpen = application.state !== 'answered'
  const known = await knownCandidates(place, application.candidates)
  const mayDecide = place.may('applications', 'write')
  return {
    name: 'application',
    title: text('console.application.of', { name: `${given} ${family}` }),
    trail: [home, { href: '/console/applications', label: text('console.applications') }],
    sections: [
      ...standing(application),
      about(application),
      ...(isOpen ? comparisons(writtenOf(application), known) : []),
      ...(isOpen && mayDecide ? decisionForms(place, application, known) : []),
      ...(mayDecide ? [resendForm] : []),
    ],
  }
}

function standing({ overdue, question, decision }: Application): readonly ConsoleSection[] {
  if (decision) return [{ kind: 'notice', tone: 'plain', body: [text(`console.application.${decision}`)] }]
  return [
    ...(overdue ? [{ kind: 'notice', tone: 'bad', body: [text('console.application.overdue')] } as const] : []),
    ...(question
      ? [
          {
            kind: 'notice',
            tone: 'plain',
            heading: text('console.application.waits'),
            body: [text(`apply.question.${question}`)],
          } as const,
        ]
      : []),
  ]
}

function about(application: Application): ConsoleSection {
  const { representative, answers, reference, state } = application
  return {
    kind: 'facts',
    heading: text('console.application.about'),
    facts: [
      {
        label: text('console.applications.by'),
        value: representative
          ? lines([
              `${representative.given} ${representative.family}`,
              text(`console.word.${representative.relationship}`),
            ])
          : text('console.word.self'),
      },
      {
        label: text('console.application.email'),
        value: lines([application.email, tag(text('console.application.proven'), 'good')]),
      },
      { label: text('console.application.phone'), value: application.phone ?? '' },
      { label: text('console.application.postal-code'), value: application.postal_code ?? '' },
      { label: text('console.application.language'), value: text(`console.language.${application.language}`) },
      { label: text('console.applications.received'), value: moment(application.created_at) },
      ...(state === 'answered' ? [] : [{ label: text('console.applications.due'), value: moment(application.due_at) }]),
      { label: text('console.application.reference'), value: code(reference) },
      ...answers.map(({ question, answer }) => ({ label: text(`apply.question.${question}`), value: answer })),
    ],
  }
}

const writtenOf = ({ patient, email, phone }: Application): Written => ({
  ...patient,
  contacts: [email, ...(phone ? [phone] : [])],
})
