import { adminResource } from '../core/operator-access.ts'
import { insurers, members } from './insurer/members.ts'
import {
  type DemoPatient,
  importedAccounts,
  patientsOrganization,
  readPatients,
  type SeededAccount,
  seededAccounts,
  seededInvitations,
  seededNewcomers,
  seededOperators,
} from './people.ts'
import type { Places } from './places.ts'
import type { DemoState } from './state.ts'

/** `/demo.json`: everything seeded. Grows with the product; the lists that are empty today keep their place. */
export function describeDemo({ urls, ports }: Places, state: DemoState, codes: Readonly<Record<string, string>>) {
  const patients = readPatients()
  const find = (id: string): DemoPatient => patients.find(patient => patient.id === id) as DemoPatient
  const contactsOf = (patient: string | undefined, provider?: SeededAccount['provider']) =>
    patient
      ? { phone: find(patient).phones[0], email: find(patient).emails[0], patient }
      : { phone: provider?.phone, email: provider?.email }
  return {
    urls: { ...urls, postgres: `postgres://vestibule@127.0.0.1:${ports.postgres}/vestibule` },
    clients: [
      {
        id: 'northside-portal',
        secret: state.portalSecret,
        redirect_uris: [`${urls.northside}/callback`],
        url: urls.northside,
      },
      { id: 'riverbend-portal', redirect_uris: [`${urls.riverbend}/callback`], url: urls.riverbend },
      { id: 'northside-app', redirect_uris: [`${urls.app}/callback`], url: urls.app },
    ],
    accounts: [
      ...seededAccounts.map(({ username, password, patient, option, question, provider }) => ({
        username,
        password,
        population: provider ? 'provider' : 'patient',
        factors: [
          'password',
          ...(option ? [option] : []),
          ...(state.authenticators[username] ? ['totp'] : []),
          ...(question ? ['security-question'] : []),
        ],
        ...contactsOf(patient, provider),
        ...(state.authenticators[username] ? { totp_secret: state.authenticators[username] } : {}),
        ...(question ? { security_question: { question: question.id, answer: question.answer } } : {}),
      })),
      // the first sign-in of each brings the rest over from the older system
      ...importedAccounts.map(({ username, password, patient }) => ({
        username,
        password,
        population: 'patient',
        factors: ['password'],
        ...contactsOf(patient),
        imported: true,
      })),
    ],
    patients: patients.map(patient => ({
      ...patient,
      ...(seededNewcomers.includes(patient.id)
        ? { register: `${urls.issuer}/register?organization=${patientsOrganization}` }
        : {}),
      ...(seededInvitations.some(id => id === patient.id)
        ? { invitation: `${urls.inbox}/?to=${encodeURIComponent(patient.emails[0] as string)}` }
        : {}),
      ...(codes[patient.id] ? { access_code: codes[patient.id], letter: `${urls.inbox}/letters/${patient.id}` } : {}),
    })),
    operators: seededOperators.map(({ username, password, given, family, email, role, organizations }) => ({
      username,
      password,
      totp_secret: state.authenticators[username],
      name: `${given} ${family}`,
      email,
      role,
      ...(organizations ? { organizations } : {}),
    })),
    insurers: insurers.map(({ id, name, protocol }) => ({
      id,
      name,
      protocol,
      url: urls.insurer,
      members,
    })),
    admin: {
      client_id: 'demo-admin',
      client_secret: state.adminSecret,
      resource: adminResource,
      url: `${urls.issuer}/admin/v1`,
      redirect_uris: [`http://127.0.0.1:${ports.vestibule + 19}/callback`],
    },
  }
}

/** What stands in the terminal when everything is up. */
export function renderTable({ urls }: Places, demo: ReturnType<typeof describeDemo>): string {
  const rows: [string, string, string][] = [
    ['Northside portal', urls.northside, ''],
    ['Riverbend portal', urls.riverbend, ''],
    ['Single-page app', urls.app, ''],
    ['Vestibule', urls.issuer, ''],
    ['Inbox: texts, calls, mails', urls.inbox, 'codes arrive here'],
    ['Health and metrics', `${urls.operations}/health/ready`, ''],
    ...demo.accounts.map((each): [string, string, string] => [
      'Sign in as',
      each.username,
      [each.password, ...besides(each)].join('   '),
    ]),
    ...demo.operators.map((each): [string, string, string] => [
      `Operator (${each.role})`,
      each.username,
      `${each.password}   authenticator key ${each.totp_secret}`,
    ]),
    ['Operator console', `${urls.issuer}/console`, 'sign in as an operator'],
    ['Operator API', `${demo.admin.url}/openapi.json`, `client ${demo.admin.client_id}, secret in demo.json`],
    ...demo.patients.flatMap((each): [string, string, string][] =>
      each.letter
        ? [[`Letter for ${each.given_name} ${each.family_name}`, each.letter, `born ${each.birth_date}`]]
        : [],
    ),
    ...demo.patients.flatMap((each): [string, string, string][] =>
      each.register
        ? [
            [
              `Register as ${each.given_name} ${each.family_name}`,
              each.register,
              `born ${each.birth_date}, ${each.phones[0]}, ${each.emails[0]}`,
            ],
          ]
        : [],
    ),
    ...demo.patients.flatMap((each): [string, string, string][] =>
      each.invitation
        ? [[`Invitation for ${each.given_name} ${each.family_name}`, each.invitation, `phone ${each.phones[0]}`]]
        : [],
    ),
    ['The insurer, and what goes wrong at it', urls.insurer, demo.insurers.map(({ name }) => name).join(', ')],
    ...members.map((each): [string, string, string] => [
      'Sign in with your insurer as',
      each.username,
      [each.password, each.member_id].join('   '),
    ]),
    ['All of it as JSON', `${urls.inbox}/demo.json`, ''],
  ]
  const widths = [0, 1].map(column => Math.max(...rows.map(row => (row[column] as string).length)))
  const lines = rows.map(row => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   '))
  return ['', 'Vestibule is ready.', '', ...lines.map(line => `  ${line}`.trimEnd()), '', 'Ctrl-C stops it.', ''].join(
    '\n',
  )
}

/** What somebody who signs in as one of them should know. */
const besides = (account: ReturnType<typeof describeDemo>['accounts'][number]): string[] => [
  ...('totp_secret' in account && account.totp_secret ? [`authenticator key ${account.totp_secret}`] : []),
  ...('security_question' in account && account.security_question
    ? [`security answer "${account.security_question.answer}"`]
    : []),
  ...(account.population === 'provider' ? ['(a provider)'] : []),
  ...('imported' in account ? ['(from an older system)'] : []),
]
