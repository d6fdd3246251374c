import { type Dispatcher, fetch } from 'undici'

export interface GrantTarget {
  readonly origin: string
  readonly clientId: string
  readonly secret: string
  readonly refreshToken: string
  readonly connections: Dispatcher
}

/** One request to a token endpoint, as a confidential client makes it. @throws Error where it is refused */
export async function grantAt(
  { origin, clientId, secret, refreshToken, connections }: GrantTarget,
  grant: 'client_credentials' | 'refresh_token',
): Promise<void> {
  const body = new URLSearchParams({
    grant_type: grant,
    ...(grant === 'refresh_token' ? { refresh_token: refreshToken } : {}),
  })
  const response = await fetch(`${origin}/token`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')}`,
    },
    body: body.toString(),
    dispatcher: connections,
  })
  const answer = (await response.json()) as Record<string, unknown>
  if (response.status !== 200 || !answer.access_token)
    throw new Error(`${grant} was refused (${response.status}): ${JSON.stringify(answer)}`)
  if (grant === 'refresh_token' && !answer.id_token) throw new Error('a refresh gave no ID token')
}
