import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { selfSigned } from '../../src/connectors/index.ts'
import { addSeconds, now } from '../../src/platform/index.ts'

/** Debian's packages that it takes; `.ci/run` installs them. */
export const lemonldapPackages = [
  'liblemonldap-ng-portal-perl',
  'lemonldap-ng-fastcgi-server',
  'mini-httpd',
  'liblasso-perl',
  'libio-string-perl',
  'libstring-random-perl',
  'libxml-simple-perl',
]
/** A file of each part that the two protocols stand on. */
const parts = [
  '/usr/bin/plackup',
  '/usr/share/perl5/Lemonldap/NG/Portal/Issuer/SAML.pm',
  '/usr/share/perl5/XML/Simple.pm',
  '/usr/share/perl5/IO/String.pm',
  '/usr/share/perl5/String/Random.pm',
  '/usr/share/doc/liblasso-perl',
]
export const isLemonldapInstalled = (): boolean => parts.every(each => existsSync(each))

export interface LemonldapOptions {
  readonly port: number
  readonly redirectUri: string
  readonly secret: string
  /** Our metadata, as an insurer loads it. */
  readonly serviceProvider: string
}
export interface Lemonldap {
  readonly issuer: string
  readonly samlMetadata: string
  close(): Promise<void>
}

/**
 * LemonLDAP::NG, an identity provider that is not ours: OpenID Connect in Perl, SAML by Lasso (in C). Its
 * demonstration users sign in with their name for a password.
 */
export async function startLemonldap(options: LemonldapOptions): Promise<Lemonldap> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-lemonldap-'))
  for (const each of ['conf', 'cache', 'sessions/lock', 'lasting/lock'])
    mkdirSync(join(folder, each), { recursive: true })
  const issuer = `http://localhost:${options.port}`
  writeFileSync(join(folder, 'lemonldap-ng.ini'), settings(folder))
  writeFileSync(join(folder, 'conf/lmConf-1.json'), JSON.stringify(await configuration(folder, issuer, options)))
  writeFileSync(join(folder, 'app.psgi'), 'use Lemonldap::NG::Portal::Main;\nLemonldap::NG::Portal::Main->run({});\n')
  const serve = ['-E', 'deployment', '-s', 'HTTP::Server::PSGI', '--host', '127.0.0.1', '--port', String(options.port)]
  // ends by itself, should nobody be left to end it
  const child = spawn('timeout', ['300', 'plackup', ...serve, join(folder, 'app.psgi')], {
    env: { ...process.env, LLNG_DEFAULTCONFFILE: join(folder, 'lemonldap-ng.ini') },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let words = ''
  child.stderr.on('data', data => {
    words += data
  })
  const close = async (): Promise<void> => {
    await stop(child)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await answers(`${issuer}/.well-known/openid-configuration`, child)
  } catch {
    await close()
    throw new Error(`LemonLDAP::NG did not start: ${words}`)
  }
  return { issuer, samlMetadata: `${issuer}/saml/metadata`, close }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill()
  await ended
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 150 && child.exitCode === null; tries += 1) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer) {
      if (answer.ok) return
      break
    }
    await new Promise(done => setTimeout(done, 200))
  }
  throw new Error('no answer')
}

const settings = (folder: string): string => `[all]
logLevel = error
[configuration]
type = File
dirName = ${folder}/conf
[portal]
staticPrefix = /static
templateDir = /usr/share/lemonldap-ng/portal/templates
languages = en
`

async function configuration(folder: string, portal: string, options: LemonldapOptions): Promise<object> {
  const pair = await selfSigned('insurer.example', now(), addSeconds(now(), 86_400), 2048)
  const sessions = (name: string) => ({ Directory: join(folder, name), LockDirectory: join(folder, name, 'lock') })
  return {
    cfgNum: 1,
    cfgDate: 1,
    key: 'a key of the tests',
    portal: `${portal}/`,
    domain: 'localhost',
    authentication: 'Demo',
    userDB: 'Same',
    passwordDB: 'Null',
    registerDB: 'Null',
    securedCookie: 0,
    requireToken: 0,
    // it loads a drawing library for pictures that it then never shows: any other plugin will do
    captcha: '::Plugins::History',
    captcha_mail_enabled: 0,
    captcha_register_enabled: 0,
    exportedVars: { uid: 'uid', cn: 'cn', mail: 'mail' },
    macros: { _whatToTrace: '$uid' },
    whatToTrace: '_whatToTrace',
    locationRules: {},
    exportedHeaders: {},
    globalStorage: 'Apache::Session::File',
    globalStorageOptions: {
      ...sessions('sessions'),
      generateModule: 'Lemonldap::NG::Common::Apache::Session::Generate::SHA256',
    },
    persistentStorage: 'Apache::Session::File',
    persistentStorageOptions: sessions('lasting'),
    localSessionStorage: 'Cache::FileCache',
    localSessionStorageOptions: { namespace: 'sessions', default_expires_in: 600, cache_root: join(folder, 'cache') },
    issuerDBOpenIDConnectActivation: 1,
    oidcServiceMetaDataIssuer: portal,
    oidcServicePrivateKeySig: pair.privateKey,
    oidcServicePublicKeySig: pair.certificate,
    oidcServiceKeyIdSig: 'one',
    oidcRPMetaDataOptions: {
      vestibule: {
        oidcRPMetaDataOptionsClientID: 'vestibule',
        oidcRPMetaDataOptionsClientSecret: options.secret,
        oidcRPMetaDataOptionsRedirectUris: options.redirectUri,
        oidcRPMetaDataOptionsIDTokenSignAlg: 'RS256',
        oidcRPMetaDataOptionsBypassConsent: 1,
        oidcRPMetaDataOptionsRequirePKCE: 1,
        oidcRPMetaDataOptionsUserIDAttr: 'uid',
      },
    },
    oidcRPMetaDataExportedVars: { vestibule: { email: 'mail', family_name: 'cn' } },
    issuerDBSAMLActivation: 1,
    samlServicePrivateKeySig: pair.privateKey,
    samlServicePublicKeySig: pair.certificate,
    samlServiceSignatureMethod: 'RSA_SHA256',
    samlSPMetaDataXML: { vestibule: { samlSPMetaDataXML: options.serviceProvider } },
    samlSPMetaDataOptions: {
      vestibule: {
        samlSPMetaDataOptionsNameIDFormat: 'persistent',
        samlSPMetaDataOptionsCheckSSOMessageSignature: 1,
        samlSPMetaDataOptionsSignSSOMessage: 1,
        samlSPMetaDataOptionsEncryptionMode: 'assertion',
      },
    },
    samlSPMetaDataExportedAttributes: { vestibule: { mail: '1;mail;;', cn: '1;sn;;' } },
  }
}

/** Says plainly that a test against it did not run: a run without it proves less. */
export const sayThatItIsMissing = (): void => {
  process.stderr.write(
    `\nSKIPPED: sign-in against LemonLDAP::NG. apt-get install --no-install-recommends ${lemonldapPackages.join(' ')}\n`,
  )
}
