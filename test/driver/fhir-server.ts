import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Resource = Readonly<Record<string, unknown>> & { readonly id: string }
export interface FhirServer {
  /** Base of its REST interface. */
  readonly url: string
  /** What it knows; a grade given here stands for its own judgement. */
  readonly patients: { readonly resource: Resource; readonly grade?: string }[]
  /** Questions, as they came. */
  readonly asked: { readonly authorization?: string; readonly contentType?: string; readonly parameters: Parameters }[]
  /** Answers so from now on, in place of a Bundle: a status, a text, or never. */
  answers?: { readonly status: number; readonly body: string } | 'never'
  close(): Promise<void>
}
interface Parameters {
  readonly resourceType: string
  readonly parameter: readonly { readonly name: string; readonly [value: string]: unknown }[]
}
interface Named {
  readonly birthDate?: string
  readonly name?: readonly { readonly family?: string; readonly given?: readonly string[] }[]
}

const gradeUrl = 'http://hl7.org/fhir/StructureDefinition/match-grade'
const plain = (text = ''): string => text.normalize('NFKD').replace(/\P{L}/gu, '').toLowerCase()

/** A patient index that speaks FHIR R4: `Patient/$match` with score and match-grade, by rules of its own. */
export async function startFhirServer(): Promise<FhirServer> {
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', chunk => {
      body += chunk
    })
    request.on('end', () => {
      const outcome = (status: number): void => {
        const issue = [{ severity: 'error', code: 'not-supported' }]
        response.writeHead(status, { 'content-type': 'application/fhir+json' })
        response.end(JSON.stringify({ resourceType: 'OperationOutcome', issue }))
      }
      if (request.method !== 'POST' || request.url !== '/fhir/Patient/$match') return outcome(404)
      if (fhir.answers === 'never') return
      if (fhir.answers) return void response.writeHead(fhir.answers.status).end(fhir.answers.body)
      const parameters = JSON.parse(body) as Parameters
      const { authorization, 'content-type': contentType } = request.headers
      fhir.asked.push({
        parameters,
        ...(authorization ? { authorization } : {}),
        ...(contentType ? { contentType } : {}),
      })
      const wanted = parameters.parameter.find(({ name }) => name === 'resource')?.resource as Named
      const entry = fhir.patients.flatMap(({ resource, grade = gradeOf(wanted, resource as Named) }) =>
        grade === 'none'
          ? []
          : [
              {
                fullUrl: `${fhir.url}/Patient/${resource.id}`,
                resource,
                search: { mode: 'match', score: 0.9, extension: [{ url: gradeUrl, valueCode: grade }] },
              },
            ],
      )
      response.writeHead(200, { 'content-type': 'application/fhir+json' })
      response.end(JSON.stringify({ resourceType: 'Bundle', type: 'searchset', total: entry.length, entry }))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const fhir: FhirServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`,
    patients: [],
    asked: [],
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return fhir
}

function gradeOf(wanted: Named, known: Named): string {
  const [name, its] = [wanted.name?.[0], known.name?.[0]]
  const isFamily = plain(name?.family) === plain(its?.family)
  const isGiven = plain(name?.given?.[0]) === plain(its?.given?.[0])
  const isDate = wanted.birthDate === known.birthDate
  const agree = [isFamily, isGiven, isDate].filter(Boolean).length
  return agree === 3 ? 'certain' : agree === 2 ? 'possible' : 'none'
}
