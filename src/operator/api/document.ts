import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { adminScopes, freshSeconds, rolesOf } from '../../core/operator-access.ts'
import type { Route } from './contract.ts'
import { type ProblemName, problemType, statusOf } from './problems.ts'
import { prefix } from './routing.ts'

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    reference: z.string().meta({ description: 'What operators search the audit and the log by' }),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457. `type` is stable; the words are for people.' })

/** OpenAPI 3.1 of all routes, out of the schemas that check them. */
export function documentOf(routes: readonly Route[], issuer: string) {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) }
  const scopes = Object.fromEntries(adminScopes.map(scope => [scope, '']))
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Vestibule operator API',
      version: '1',
      description:
        'Access tokens of this issuer for the resource `urn:vestibule:admin`, by client credentials or by an operator’s sign-in (acr `urn:vestibule:aal2`).',
    },
    servers: [{ url: `${issuer}${prefix}` }],
    paths: paths as ZodOpenApiPathsObject,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        operator: {
          type: 'oauth2',
          flows: {
            clientCredentials: { tokenUrl: `${issuer}/token`, scopes },
            authorizationCode: { authorizationUrl: `${issuer}/authorize`, tokenUrl: `${issuer}/token`, scopes },
          },
        },
      },
    },
  })
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const { id, resource, verb, summary, params, query, body, upload, example, answer, status, streams } = route
  const hasBody = answer.def.type !== 'undefined'
  const roles = rolesOf(resource, verb, id).join(', ')
  const content = {
    ...(hasBody ? { 'application/json': { schema: answer } } : {}),
    ...Object.fromEntries((streams ?? []).map(type => [type, { schema: { type: 'string' as const } }])),
  }
  return {
    operationId: id,
    tags: [resource],
    summary,
    description: [
      route.description ?? '',
      `Roles: ${roles || 'none: programs only'}.`,
      route.isDangerous ? `Takes a person's sign-in with two factors in the last ${freshSeconds / 60} minutes.` : '',
    ]
      .filter(Boolean)
      .join(' '),
    security: [{ operator: [`${resource}:${verb}`] }],
    requestParams: {
      ...(Object.keys(params.shape).length > 0 ? { path: withExamples(params, example.params) } : {}),
      ...(Object.keys(query.shape).length > 0 ? { query: withExamples(query, example.query) } : {}),
      ...(headersOf(route) ? { header: headersOf(route) as z.ZodObject } : {}),
    },
    ...(body
      ? { requestBody: { required: true, content: { 'application/json': { schema: body, example: example.body } } } }
      : {}),
    ...(upload
      ? {
          requestBody: {
            required: true,
            description: `${upload.limit / 1024 / 1024} MB at most`,
            content: Object.fromEntries(
              upload.types.map(type => [
                type,
                { schema: { type: 'string' as const }, ...(type === example.type ? { example: example.text } : {}) },
              ]),
            ),
          },
        }
      : {}),
    responses: {
      [String(status)]: {
        description: 'Done',
        ...(Object.keys(content).length > 0 ? { content } : {}),
        ...(route.isGuarded || route.isTagged ? { headers: z.object({ etag: z.string() }) } : {}),
      },
      ...problemsOf(route),
    } as ZodOpenApiOperationObject['responses'],
  }
}

/** Examples of parameters stand beside their schemas. */
const withExamples = (schema: z.ZodObject, examples: Readonly<Record<string, string>> | undefined): z.ZodObject =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(schema.shape).map(([name, field]) => {
        const example = examples?.[name]
        return [
          name,
          example === undefined ? field : (field as z.ZodType).meta({ ...(field as z.ZodType).meta(), example }),
        ]
      }),
    ) as never,
  )

function headersOf({ verb, isGuarded }: Route): z.ZodObject | undefined {
  if (verb !== 'write') return undefined
  return z.object({
    'Idempotency-Key': z
      .string()
      .max(255)
      .optional()
      .meta({ description: 'The same key with the same request gets the same answer, for a day' }),
    ...(isGuarded ? { 'If-Match': z.string().meta({ description: 'The ETag that was read' }) } : {}),
  })
}

/** By status, since OpenAPI names responses so; each lists its types. */
function problemsOf(route: Route): Record<string, { description: string; content: object }> {
  return Object.fromEntries(
    problemsByStatus(route).map(({ status, types }) => [
      status,
      {
        description: types.map(type => `\`${type}\``).join(', '),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  )
}

/** Which problems a route may end in. */
export function problemsByStatus(route: Route): { readonly status: string; readonly types: readonly string[] }[] {
  const names: ProblemName[] = [
    'invalid-request',
    'unauthenticated',
    'insufficient-scope',
    'not-an-operator',
    'role-forbids',
    'organization-out-of-reach',
    'not-found',
    'too-many-requests',
    'unavailable',
    ...(route.isDangerous ? (['step-up-needed', 'person-needed'] as const) : []),
    ...(route.resource === 'clients' && route.verb === 'write' ? (['step-up-needed', 'person-needed'] as const) : []),
    ...(route.body || route.upload ? (['unsupported-media-type', 'too-large'] as const) : []),
    ...(route.isGuarded ? (['precondition-required', 'precondition-failed', 'managed-by-file'] as const) : []),
    ...(route.method === 'POST' && route.status === 201 ? (['exists-already'] as const) : []),
    ...(route.verb === 'write' ? (['idempotency-at-work', 'idempotency-key-reused'] as const) : []),
    ...('cursor' in route.query.shape || 'after' in route.query.shape ? (['invalid-cursor'] as const) : []),
  ]
  const all = [
    ...[...new Set(names)].map(name => ({ status: statusOf(name), type: problemType(name) })),
    ...(route.refusals ?? []).map(name => ({ status: statusOf('refused'), type: problemType(name) })),
  ]
  return [...Map.groupBy(all, ({ status }) => status)]
    .sort(([one], [other]) => one - other)
    .map(([status, of]) => ({ status: String(status), types: of.map(({ type }) => type) }))
}
