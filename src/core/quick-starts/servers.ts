import { text } from '../texts.ts'
import type { QuickStart, QuickStartValues } from './contract.ts'
import { bare, valuesOf } from './values.ts'

export function modAuthOpenidc(given: QuickStartValues): QuickStart {
  const { issuer, id, redirect, scope, method } = valuesOf(given)
  const code = `OIDCProviderMetadataURL ${bare(issuer)}/.well-known/openid-configuration
OIDCClientID ${bare(id)}
OIDCClientSecret "exec:/bin/cat /etc/apache2/secrets/vestibule-client"
OIDCProviderTokenEndpointAuth ${method}
OIDCRedirectURI ${bare(redirect)}
OIDCScope "${scope}"
OIDCPKCEMethod S256
OIDCIDTokenSignedResponseAlg ${given.client.id_token_algorithm}
OIDCCryptoPassphrase "exec:/bin/cat /etc/apache2/secrets/oidc-passphrase"

<Location />
  AuthType openid-connect
  Require valid-user
</Location>
`
  const logout = `${redirect}?logout=backchannel`
  return {
    title: 'Apache, mod_auth_openidc',
    install: 'apt-get install libapache2-mod-auth-openidc && a2enmod auth_openidc',
    files: [{ name: 'vestibule.conf', code }],
    notes:
      given.client.backchannel_logout_uri === logout ? [] : [text('console.quick.register-logout', { wanted: logout })],
  }
}

export function oauth2Proxy(given: QuickStartValues): QuickStart {
  const { issuer, id, redirect, scope, scopes } = valuesOf(given)
  const code = `provider = "oidc"
oidc_issuer_url = "${bare(issuer)}"
client_id = "${bare(id)}"
client_secret_file = "/run/secrets/vestibule-client"
redirect_url = "${bare(redirect)}"
scope = "${scope}"
code_challenge_method = "S256"
${scopes.includes('email') ? 'email_domains = ["*"]' : '# this client hears of no email address: people are told apart by sub\noidc_email_claim = "sub"\nemail_domains = ["*"]'}
cookie_secure = true
upstreams = ["http://127.0.0.1:8080/"]
# and cookie_secret by OAUTH2_PROXY_COOKIE_SECRET: 32 random bytes
`
  const { method } = valuesOf(given)
  return {
    title: 'oauth2-proxy',
    files: [{ name: 'oauth2-proxy.cfg', code }],
    notes: method === 'client_secret_basic' ? [] : [text('console.quick.needs-basic')],
  }
}

export function springSecurity(given: QuickStartValues): QuickStart {
  const { issuer, id, redirect, path, scopes, method } = valuesOf(given)
  const yaml = `spring:
  security:
    oauth2:
      client:
        registration:
          vestibule:
            client-id: "${bare(id)}"
            client-secret: \${CLIENT_SECRET}
            client-authentication-method: ${method}
            authorization-grant-type: authorization_code
            redirect-uri: "${bare(redirect)}"
            scope: [${scopes.join(', ')}]
        provider:
          vestibule:
            issuer-uri: "${bare(issuer)}"
            user-name-attribute: sub
`
  const java = `@Bean
SecurityFilterChain portal(HttpSecurity http, ClientRegistrationRepository clients) throws Exception {
  var requests = new DefaultOAuth2AuthorizationRequestResolver(clients, "/oauth2/authorization");
  requests.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
  var signOut = new OidcClientInitiatedLogoutSuccessHandler(clients);
  return http
      .authorizeHttpRequests(every -> every.anyRequest().authenticated())
      .oauth2Login(login -> login
          .authorizationEndpoint(begin -> begin.authorizationRequestResolver(requests))
          .redirectionEndpoint(back -> back.baseUri("${bare(path)}")))
      .logout(logout -> logout.logoutSuccessHandler(signOut))
      .build();
}
`
  return {
    title: 'Spring Security 6',
    files: [
      { name: 'application.yaml', code: yaml },
      { name: 'SecurityConfiguration.java', code: java },
    ],
    notes: [],
  }
}
