/** The program of the demo insurer: `main.js PORT ISSUER-OF-VESTIBULE`. */
import { federationAddresses } from '../../connectors/index.ts'
import { insurers } from './members.ts'
import { startDemoInsurer } from './server.ts'

const [port, vestibule] = process.argv.slice(2) as [string, string]
const addresses = (protocol: 'oidc' | 'saml') =>
  insurers.filter(each => each.protocol === protocol).map(({ id }) => federationAddresses(vestibule, id))

process.once('disconnect', () => process.exit(0))
// a terminal's Ctrl-C reaches us too: the demo says when it is over
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

await startDemoInsurer({
  port: Number(port),
  clients: [
    {
      client_id: 'vestibule',
      redirect_uris: addresses('oidc').map(({ callback }) => callback),
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: `${vestibule}/jwks`,
    },
  ],
  serviceProviders: addresses('saml').map(({ metadata, acs }) => ({
    entityId: metadata,
    acs,
    metadata: async () => (await fetch(metadata)).text(),
    wantsEncrypted: true,
  })),
})
process.send?.('ready')
