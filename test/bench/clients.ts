/** The portal of the benchmark, in our words and in oidc-provider's. */
export const secret = 'a secret that only the portal of the benchmark knows'
export const redirectUri = 'http://127.0.0.1:9/callback'
export const objects = `
kind: organization
id: northside
name: { en: Northside Clinic, es: Clínica Northside }
home_client: portal
time_zone: America/New_York
branding: { help_phone: "+15550100100" }
---
kind: client
id: portal
name: { en: Patient portal, es: Portal del paciente }
organization: northside
redirect_uris: [${redirectUri}]
start_url: http://127.0.0.1:9/login
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
scopes: [openid, profile, email, phone, patients, offline_access]
grants: [authorization_code, refresh_token, client_credentials]
first_party: true
`
/** The same client in oidc-provider's own words. */
export const bareClient = {
  client_id: 'portal',
  client_secret: secret,
  client_name: 'Patient portal',
  redirect_uris: [redirectUri],
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  response_types: ['code'],
  scope: 'openid profile email phone offline_access',
  token_endpoint_auth_method: 'client_secret_basic',
  id_token_signed_response_alg: 'RS256',
}
