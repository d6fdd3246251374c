import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Finished } from '../../src/connectors/index.ts'
import { identityProviderMetadata } from '../../src/demo/insurer/saml.ts'
import {
  buildResponse,
  encryptAssertion,
  newSamlId,
  type ResponseFacts,
  sign,
} from '../../src/demo/insurer/saml-response.ts'
import { identityIndex } from '../../src/store/account-upstreams.ts'
import { clock } from '../driver/clock.ts'
import {
  bend,
  entityId,
  evilCopy,
  openSamlWorld,
  type Parts,
  refused,
  type SamlWorld,
  signedResponse,
  withoutSignature,
} from './saml-world.ts'

let world: SamlWorld
beforeAll(async () => {
  world = await openSamlWorld('saml-corpus')
})
afterEach(() => clock.reset())
afterAll(() => world.close())

const identified = { kind: 'identified', identity: { issuer: `saml:keystone:${entityId}`, subject: 'member-1' } }
const replays = () =>
  world.database.db
    .selectFrom('replays')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()

describe('right answers are taken: what is refused below is so for one reason each', () => {
  test('with a signed assertion', async () => {
    const { facts, answer } = await world.begin()
    expect(await answer(signedResponse(facts, world.pair))).toMatchObject(identified)
  })
  test('with a signed response', async () => {
    const { facts, answer } = await world.begin()
    expect(await answer(sign(buildResponse(facts), 'Response', world.pair))).toMatchObject(identified)
  })
  test('with both signed', async () => {
    const { facts, answer } = await world.begin()
    expect(await answer(sign(signedResponse(facts, world.pair), 'Response', world.pair))).toMatchObject(identified)
  })
  test('with a signed assertion, encrypted', async () => {
    const { facts, answer } = await world.begin({ want_encrypted: true })
    const xml = await encryptAssertion(signedResponse(facts, world.pair), world.ourCertificate)
    expect(xml).not.toContain('member-1')
    expect(await answer(xml)).toMatchObject(identified)
  })
  test('written anew by way of a tree', async () => {
    const { facts, answer } = await world.begin()
    expect(await answer(bend(signedResponse(facts, world.pair), () => {}))).toMatchObject(identified)
  })
})

/** The eight shapes of "On Breaking SAML: Be Whoever You Want to Be" (USENIX Security 2012), as tools number them. */
describe('signature wrapping', () => {
  test.each<[number, 'Response' | 'Assertion', (parts: Parts) => void, string]>([
    [
      1,
      'Response',
      ({ response, signature }) => {
        const original = withoutSignature(response)
        becomeEvil(response)
        signature.appendChild(original)
      },
      'wrapped-response',
    ],
    [
      2,
      'Response',
      ({ response, signature }) => {
        const original = withoutSignature(response)
        becomeEvil(response)
        response.insertBefore(original, signature)
      },
      'wrapped-response',
    ],
    [
      3,
      'Assertion',
      ({ response, assertion }) => response.insertBefore(withoutSignature(evilCopy(assertion)), assertion),
      'several-assertions',
    ],
    [
      4,
      'Assertion',
      ({ response, assertion }) => {
        const evil = withoutSignature(evilCopy(assertion))
        response.replaceChild(evil, assertion)
        evil.appendChild(assertion)
      },
      'several-assertions',
    ],
    [
      5,
      'Assertion',
      ({ response, assertion }) => {
        const original = withoutSignature(assertion)
        becomeEvil(assertion)
        response.appendChild(original)
      },
      'several-assertions',
    ],
    [
      6,
      'Assertion',
      ({ assertion, signature }) => {
        const original = withoutSignature(assertion)
        becomeEvil(assertion)
        signature.appendChild(original)
      },
      'several-assertions',
    ],
    [
      7,
      'Assertion',
      ({ document, response, assertion }) => {
        const extensions = document.createElementNS('urn:oasis:names:tc:SAML:2.0:protocol', 'samlp:Extensions')
        extensions.appendChild(withoutSignature(evilCopy(assertion)))
        response.insertBefore(extensions, assertion)
      },
      'several-assertions',
    ],
    [
      8,
      'Assertion',
      ({ document, assertion, signature }) => {
        const original = withoutSignature(assertion)
        becomeEvil(assertion)
        const object = document.createElementNS('http://www.w3.org/2000/09/xmldsig#', 'ds:Object')
        object.appendChild(original)
        signature.appendChild(object)
      },
      'several-assertions',
    ],
  ])('shape %i', async (_number, signed, change, reason) => {
    const { facts, answer } = await world.begin()
    const xml = bend(sign(buildResponse(facts), signed, world.pair), change)
    expect(xml).toContain('member-evil')
    expect(await answer(xml)).toEqual(refused(reason))
  })

  test('a changed assertion beside a signature of the response that was cut out', async () => {
    const { facts, answer } = await world.begin()
    const xml = bend(sign(buildResponse(facts), 'Response', world.pair), ({ response, assertion, signature }) => {
      response.removeChild(signature)
      assertion.insertBefore(signature, assertion.firstChild)
      becomeEvil(assertion)
    })
    expect(await answer(xml)).toEqual(refused('wrong-reference'))
  })
})

function becomeEvil(element: Element): void {
  element.setAttribute('ID', newSamlId())
  for (const each of Array.from(element.getElementsByTagName('*')))
    if (each.localName === 'NameID') each.textContent = 'member-evil'
    else if (each.localName === 'Assertion') each.setAttribute('ID', newSamlId())
}

describe('signatures', () => {
  const bent = async (change: (parts: Parts) => void) => {
    const { facts, answer } = await world.begin()
    return answer(bend(signedResponse(facts, world.pair), change))
  }
  test('a comment in the name, which cuts it short for some', async () => {
    const { facts, answer } = await world.begin()
    const xml = signedResponse({ ...facts, nameId: 'member-1.evil' }, world.pair)
    expect(await answer(xml)).toMatchObject({ identity: { subject: 'member-1.evil' } })
    const again = await world.begin()
    const other = signedResponse({ ...again.facts, nameId: 'member-1.evil' }, world.pair)
    expect(await again.answer(other.replace('member-1.evil', 'member-1<!-- -->.evil'))).toEqual(refused('comment'))
  })
  test('a comment in the digest', async () => {
    const result = await bent(({ document, first }) => {
      const digest = first('DigestValue')
      digest.insertBefore(document.createComment('AAAA'), digest.firstChild)
    })
    expect(result).toEqual(refused('comment'))
  })
  test('a processing instruction', async () => {
    const result = await bent(({ document, first }) =>
      first('NameID').appendChild(document.createProcessingInstruction('x', 'y')),
    )
    expect(result).toEqual(refused('processing-instruction'))
  })
  test('CDATA', async () => {
    const result = await bent(({ document, first }) =>
      first('NameID').appendChild(document.createCDATASection('.evil')),
    )
    expect(result).toEqual(refused('comment'))
  })
  test('two SignedInfo', async () => {
    const result = await bent(({ first, signature }) => {
      signature.insertBefore(first('SignedInfo').cloneNode(true), signature.firstChild)
    })
    expect(result).toEqual(refused('several-signed-infos'))
  })
  test('two signatures of one assertion', async () => {
    const result = await bent(({ assertion, signature }) => assertion.appendChild(signature.cloneNode(true)))
    expect(result).toEqual(refused('several-signatures'))
  })
  test('two references', async () => {
    const result = await bent(({ first }) => first('SignedInfo').appendChild(first('Reference').cloneNode(true)))
    expect(result).toEqual(refused('several-references'))
  })
  test('one id twice', async () => {
    const result = await bent(({ response, assertion }) =>
      response.setAttribute('ID', assertion.getAttribute('ID') as string),
    )
    expect(result).toEqual(refused('same-id-twice'))
  })
  test('one id twice, under another spelling of the attribute', async () => {
    const result = await bent(({ first, assertion }) =>
      first('StatusCode').setAttribute('Id', assertion.getAttribute('ID') as string),
    )
    expect(result).toEqual(refused('same-id-twice'))
  })
  test('a key that the answer brings along', async () => {
    const { facts, answer } = await world.begin()
    expect(await answer(signedResponse(facts, world.foreign))).toEqual(refused('bad-signature'))
  })
  test('a key that is not the insurer’s, under the insurer’s certificate', async () => {
    const { facts, answer } = await world.begin()
    const pair = { ...world.foreign, certificate: world.pair.certificate }
    expect(await answer(signedResponse(facts, pair))).toEqual(refused('bad-signature'))
  })
  test('none at all', async () => {
    const { facts, answer } = await world.begin()
    expect(await answer(buildResponse(facts))).toEqual(refused('not-signed'))
  })
  test('a right one of the assertion, and a wrong one of the response', async () => {
    const { facts, answer } = await world.begin()
    const xml = sign(signedResponse(facts, world.pair), 'Response', world.foreign)
    expect(await answer(xml)).toEqual(refused('bad-signature'))
  })
  test('of what was changed afterwards', async () => {
    const result = await bent(({ first }) => {
      first('NameID').textContent = 'member-evil'
    })
    expect(result).toEqual(refused('bad-signature'))
  })
  test.each([
    [
      'signature',
      { signature: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1', digest: 'http://www.w3.org/2001/04/xmlenc#sha256' },
    ],
    [
      'digest',
      {
        signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
        digest: 'http://www.w3.org/2000/09/xmldsig#sha1',
      },
    ],
  ])('SHA-1 in the %s', async (_what, algorithms) => {
    const { facts, answer } = await world.begin()
    const xml = sign(buildResponse(facts), 'Assertion', world.pair, algorithms)
    expect(await answer(xml)).toEqual(refused('weak-signature'))
  })
  test('HMAC with the certificate for a secret', async () => {
    const result = await bent(({ first }) =>
      first('SignatureMethod').setAttribute('Algorithm', 'http://www.w3.org/2000/09/xmldsig#hmac-sha1'),
    )
    expect(result).toEqual(refused('weak-signature'))
  })
  test('a transform that hides a part', async () => {
    const result = await bent(({ first }) =>
      first('Transform').setAttribute('Algorithm', 'http://www.w3.org/TR/1999/REC-xpath-19991116'),
    )
    expect(result).toEqual(refused('odd-signature'))
  })
})

describe('encryption', () => {
  test('an assertion that nobody signed, encrypted for us', async () => {
    const { facts, answer } = await world.begin()
    const xml = await encryptAssertion(buildResponse(facts), world.ourCertificate)
    expect(await answer(xml)).toEqual(refused('not-signed'))
  })
  test('one signed by somebody else, encrypted for us', async () => {
    const { facts, answer } = await world.begin()
    const xml = await encryptAssertion(signedResponse(facts, world.foreign), world.ourCertificate)
    expect(await answer(xml)).toEqual(refused('bad-signature'))
  })
  test('one encrypted for somebody else', async () => {
    const { facts, answer } = await world.begin()
    const xml = await encryptAssertion(signedResponse(facts, world.pair), world.foreign.certificate)
    expect(await answer(xml)).toEqual(refused('not-decrypted'))
  })
  test('one in clear beside one that is encrypted', async () => {
    const { facts, answer } = await world.begin()
    const clear = signedResponse(facts, world.pair)
    const encrypted = await encryptAssertion(clear, world.ourCertificate)
    const start = encrypted.indexOf('<saml:EncryptedAssertion')
    const end = encrypted.indexOf('</saml:EncryptedAssertion>') + '</saml:EncryptedAssertion>'.length
    const both = clear.replace('</samlp:Response>', `${encrypted.slice(start, end)}</samlp:Response>`)
    expect(await answer(both)).toEqual(refused('several-assertions'))
  })
  test('one in clear where only encrypted ones are taken', async () => {
    const { facts, answer } = await world.begin({ want_encrypted: true })
    expect(await answer(signedResponse(facts, world.pair))).toEqual(refused('not-encrypted'))
  })
})

describe('the document', () => {
  const odd = async (change: (xml: string) => string) => {
    const { facts, answer } = await world.begin()
    return answer(change(signedResponse(facts, world.pair)))
  }
  test.each<[string, (xml: string) => string, string]>([
    ['with a document type', xml => `<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]>${xml}`, 'doctype'],
    ['with an entity of its own', xml => `<!DOCTYPE r [<!ENTITY a "aaaa">]>${xml.replace('M-1', '&a;')}`, 'doctype'],
    ['that is none', () => 'not XML at all', 'bad-xml'],
    ['that is cut off', xml => xml.slice(0, -20), 'bad-xml'],
    ['with another behind it', xml => `${xml}<Response/>`, 'bad-xml'],
    [
      'of another kind',
      () => '<samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1"/>',
      'no-response',
    ],
    ['of another version', xml => xml.replace('Version="2.0"', 'Version="1.1"'), 'no-response'],
    ['that is too large', xml => xml.replace('>M-1<', `>${'M'.repeat(200_000)}<`), 'too-large'],
  ])('%s', async (_words, change, reason) => {
    expect(await odd(change)).toEqual(refused(reason))
  })
})

describe('what it says', () => {
  test.each<[string, Partial<ResponseFacts>, string]>([
    ['to somebody else', { audience: 'https://other.example' }, 'wrong-audience'],
    ['for another address (recipient)', { recipient: 'https://other.example/acs' }, 'wrong-recipient'],
    ['for another address (destination)', { destination: 'https://other.example/acs' }, 'wrong-destination'],
    ['in answer to another request', { inResponseTo: newSamlId() }, 'wrong-request'],
    ['unasked', { inResponseTo: undefined }, 'unsolicited'],
    ['in the name of another', { issuer: 'https://other.example' }, 'wrong-issuer'],
    [
      'about a passing guest',
      { nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' },
      'transient-subject',
    ],
    ['about nobody', { nameId: '' }, 'no-subject'],
  ])('%s', async (_words, over, reason) => {
    const { facts, answer } = await world.begin()
    expect(await answer(signedResponse({ ...facts, ...over }, world.pair))).toEqual(refused(reason))
  })

  test.each([
    ['too early', 181, 'not-yet-valid'],
    ['early, within what clocks may be off', 170, undefined],
    ['late, within what clocks may be off', -170, undefined],
    ['too late', -181, 'expired'],
    ['five minutes early', 300, 'not-yet-valid'],
    ['five minutes late', -300, 'expired'],
  ])('%s', async (_words, seconds, reason) => {
    clock.hold()
    const { facts, answer } = await world.begin()
    const at = new Date(facts.at.getTime() + seconds * 1000)
    const result = await answer(signedResponse({ ...facts, at, lifeSeconds: 60 }, world.pair))
    expect(result).toMatchObject(reason ? refused(reason) : identified)
  })

  test('when it has ended', async () => {
    const { facts, answer } = await world.begin()
    const xml = signedResponse({ ...facts, lifeSeconds: 60 }, world.pair)
    clock.advance(60 + 181)
    expect(await answer(xml)).toEqual(refused('expired'))
  })

  test('of an earlier sign-in, where a new one was asked for', async () => {
    const { facts, answer } = await world.begin({}, { forceAuthentication: true })
    const old = new Date(facts.at.getTime() - 3_600_000).toISOString()
    const xml = buildResponse(facts).replace(/AuthnInstant="[^"]+"/, `AuthnInstant="${old}"`)
    expect(await answer(sign(xml, 'Assertion', world.pair))).toEqual(refused('not-authenticated-anew'))
  })

  test('a second time, whatever stands around it', async () => {
    const { facts, answer } = await world.begin()
    const before = Number((await replays()).count)
    const xml = signedResponse(facts, world.pair)
    expect(await answer(xml)).toMatchObject(identified)
    expect(Number((await replays()).count)).toBe(before + 1)
    expect(await answer(xml.replace(facts.responseId, newSamlId()))).toEqual(refused('replayed'))
    expect(Number((await replays()).count)).toBe(before + 1)
  })

  test('twice at once: one of them is taken', async () => {
    const { facts, answer } = await world.begin()
    const xml = signedResponse(facts, world.pair)
    const kinds = (await Promise.all([answer(xml), answer(xml), answer(xml)])).map(({ kind }) => kind)
    expect(kinds.sort()).toEqual(['identified', 'refused', 'refused'])
  })

  test('that it did not work, without anybody in it', async () => {
    const { facts, answer } = await world.begin()
    const status = (code: string) =>
      bend(buildResponse(facts), ({ response, assertion, first }) => {
        response.removeChild(assertion)
        first('StatusCode').setAttribute('Value', `urn:oasis:names:tc:SAML:2.0:status:${code}`)
      })
    expect(await answer(status('AuthnFailed'))).toEqual(refused('not-let-in', 'upstream-declined'))
    expect(await answer(status('UnsupportedBinding'))).toEqual(refused('error-response'))
    expect(await answer(status('Success'))).toEqual(refused('no-assertion'))
  })

  test('that it did not work, with somebody in it', async () => {
    const { facts, answer } = await world.begin()
    const xml = signedResponse(facts, world.pair).replace('status:Success', 'status:Responder')
    expect(await answer(xml)).toEqual(refused('no-success'))
  })

  test('about somebody by an attribute that the operator named', async () => {
    const nameIdFormat = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
    const { facts, answer } = await world.begin({ claims: { subject: 'person' } })
    const attributes = { person: ['P-1'], memberId: ['M-1'] }
    expect(await answer(signedResponse({ ...facts, nameIdFormat, attributes }, world.pair))).toMatchObject({
      identity: { subject: 'P-1', attributes: { memberId: 'M-1' } },
    })
  })
})

test('an insurer whose metadata bears another’s entity id speaks for its own members alone', async () => {
  const metadata_file = identityProviderMetadata(entityId, 'https://impostor.example/sso', [world.foreign.certificate])
  const impostor = await world.begin({ id: 'impostor', metadata_file })
  const theirs = await impostor.answer(signedResponse(impostor.facts, world.foreign))
  const { facts, answer } = await world.begin()
  const ours = await answer(signedResponse(facts, world.pair))
  const nameOf = (finished: Finished) => {
    if (finished.kind !== 'identified') throw new Error(finished.reason)
    return identityIndex(world.house.sealer, finished.identity).toString('hex')
  }
  expect(nameOf(theirs)).not.toBe(nameOf(ours))
})

describe('documents that cost more to read than any answer is worth are not read', () => {
  const nested = (count: number, open: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => open(index)).join('') + '</a>'.repeat(count)
  test.each([
    ['elements in elements', nested(600, () => '<a>')],
    ['elements side by side', '<a/>'.repeat(1100)],
    ['a namespace in each', nested(400, index => `<a xmlns:n${index}="u">`)],
    ['attributes', `<a${Array.from({ length: 1100 }, (_, index) => ` a${index} = ''`).join('')}/>`],
  ])('%s', async (_what, bomb) => {
    const { facts, answer } = await world.begin()
    const xml = signedResponse(facts, world.pair).replace('</samlp:Response>', `${bomb}</samlp:Response>`)
    expect(await answer(xml)).toEqual(refused('too-large'))
  })
})

test('nothing that was refused was remembered as seen', async () => {
  const rows = Number((await replays()).count)
  const { facts, answer } = await world.begin()
  await answer(signedResponse({ ...facts, audience: 'https://other.example' }, world.pair))
  expect(Number((await replays()).count)).toBe(rows)
})
