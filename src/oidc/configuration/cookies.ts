/** Options of the provider's cookies; lives are the library's. Lax, since a portal's redirect must carry them. */
export const cookieOptions = (issuer: string) =>
  ({
    httpOnly: true,
    sameSite: 'lax',
    signed: true,
    secure: issuer.startsWith('https:'),
    overwrite: true,
  }) as const

/**
 * `__Host-` where https (the session's path is `/`; the others are narrower); on plain http the port, since ports of
 * one host share cookies.
 */
export function cookieNames(issuer: string): { session: string; interaction: string; resume: string } {
  const { protocol, port } = new URL(issuer)
  if (protocol === 'https:')
    return { session: '__Host-vst_session', interaction: '__Secure-vst_interaction', resume: '__Secure-vst_resume' }
  const suffix = port || '80'
  return {
    session: `vst_session_${suffix}`,
    interaction: `vst_interaction_${suffix}`,
    resume: `vst_resume_${suffix}`,
  }
}
